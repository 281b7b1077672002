//! Entering an organization: one statement finds it and what the actor may do there.

mod sign_in;
mod standing;

pub use sign_in::FoundSession;
pub use standing::Standing;

use crate::{CrossOrganization, Failure, OrgScope, OrgTx, Store, StoreError, Tx, session::View};
use authz::{Access, Actor, Owned};
use entities::organization;
use kernel::{OrganizationId, TypedId};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query},
};
use standing::{find, sees};

/// What leads to an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    condition: Condition,
    field: &'static str,
}

impl Target {
    /// The organization with a slug.
    pub fn slug(slug: &str) -> Self {
        // PostgreSQL cannot even be asked about a text with this character.
        let condition = if slug.contains('\0') {
            authz::never()
        } else {
            Condition::all().add(organization::Column::Slug.eq(slug))
        };
        Self {
            condition,
            field: "slug",
        }
    }

    /// The organization with an id, which came from this field of the input.
    pub fn organization(field: &'static str, id: OrganizationId) -> Self {
        Self {
            condition: Condition::all().add(organization::Column::Id.eq(id)),
            field,
        }
    }

    /// The organization that a row belongs to, whose id came from this field of the input.
    pub fn of<E: Owned>(field: &'static str, id: impl TypedId) -> Self {
        Self {
            condition: is_owner_of::<E>(E::ID.eq(id.uuid())),
            field,
        }
    }

    /// The organization of the row that carries a token.
    pub(crate) fn of_token<E: Owned>(field: &'static str, column: E::Column, hash: Vec<u8>) -> Self {
        Self {
            condition: is_owner_of::<E>(column.eq(hash)),
            field,
        }
    }
}

/// One row at most, because what it is found by is unique. So it is looked up once, before the organization is.
fn is_owner_of<E: Owned>(row: Expr) -> Condition {
    let owner = Query::select()
        .column(E::ORGANIZATION.as_column_ref())
        .from(E::default().table_ref())
        .and_where(row)
        .to_owned();
    let owner = Expr::SubQuery(None, Box::new(owner.into()));
    Condition::all().add(Expr::col(organization::Column::Id.as_column_ref()).eq(owner))
}

/// An organization that the actor can see, and a scope to read it with.
#[derive(Debug)]
pub struct Entered {
    /// The organization's own row.
    pub organization: organization::Model,
    /// Reads the rest.
    pub scope: OrgScope,
}

impl Store {
    /// Enters the target's organization to read. Nothing, if there is none or the actor cannot see it.
    pub async fn enter(&self, actor: &Actor, target: &Target) -> Result<Option<Entered>, StoreError> {
        let runner = self.runner(View::Across(CrossOrganization::Enter));
        match find(&runner, actor.user(), target, self.now()).await? {
            Some(standing) => self.admit(actor, standing).await,
            None => Ok(None),
        }
    }

    /// Enters an organization that was found for the same actor before. Nothing, if the actor cannot see it.
    pub async fn admit(&self, actor: &Actor, standing: Standing) -> Result<Option<Entered>, StoreError> {
        let (organization, access) = standing.of(actor);
        if !sees(&access, &organization) {
            // The transaction was turned to the organization when it was found.
            self.end_reading().await;
            return Ok(None);
        }
        self.pay_toll(&organization)?;
        let runner = self.runner(View::Organization(organization.id));
        Ok(Some(Entered {
            organization,
            scope: OrgScope::new(self.clone(), access, runner),
        }))
    }
}

/// Enters the target's organization to write, with a transaction that was begun to [enter](CrossOrganization::Enter).
pub(crate) async fn enter_tx(tx: Tx, target: &Target) -> Result<OrgTx, Failure> {
    let found = standing_in(&tx, target).await?;
    let Some((organization, access)) = found.filter(|(organization, access)| sees(access, organization))
    else {
        return Err(Failure::NotFound(target.field));
    };
    tx.pay_toll(&organization)?;
    Ok(OrgTx::new(tx, access))
}

/// Enters the organization that a token leads to, with a transaction that was begun [for that](CrossOrganization::Token). The
/// token is the permission to know that it exists.
pub(crate) async fn enter_by_token(tx: Tx, target: &Target) -> Result<Option<OrgTx>, Failure> {
    let Some((organization, access)) = standing_in(&tx, target).await? else {
        return Ok(None);
    };
    tx.pay_toll(&organization)?;
    Ok(Some(OrgTx::new(tx, access)))
}

async fn standing_in(tx: &Tx, target: &Target) -> Result<Option<(organization::Model, Access)>, StoreError> {
    let found = find(&tx.runner(), tx.actor().user(), target, tx.now()).await?;
    Ok(found.map(|standing| standing.of(tx.actor())))
}
