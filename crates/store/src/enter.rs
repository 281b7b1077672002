//! Entering an organization: one statement finds it and what the actor may do there.

mod sign_in;
mod standing;
mod text;

pub use sign_in::FoundSession;
pub use standing::{Brings, Gate, Standing};

use crate::{
    CrossOrganization, Failure, OrgScope, OrgTx, Store, StoreError, Tx,
    session::{Begun, View},
    transaction::Transaction,
};
use authz::{Actor, Owned};
use entities::organization;
use kernel::{OrganizationId, RequestId, TypedId};
use sea_orm::{
    ColumnTrait, Condition, IdenStatic, Value,
    sea_query::{Expr, ExprTrait, Query},
};
use standing::{answer, find, question, sees};

/// What leads to an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    way: Way,
    field: &'static str,
}

/// How it leads there.
#[derive(Clone, Debug, PartialEq)]
enum Way {
    Nowhere,
    Slug(String),
    Id(OrganizationId),
    /// By a row that belongs to it: the table, its column that names the organization, and the unique column with its value.
    Row([&'static str; 3], Value),
}

impl Way {
    /// The organization it leads to, as a condition.
    fn condition(&self) -> Condition {
        let is =
            |value: Expr| Condition::all().add(Expr::col(organization::Column::Id.as_column_ref()).eq(value));
        match self {
            Self::Nowhere => authz::never(),
            Self::Slug(slug) => Condition::all().add(organization::Column::Slug.eq(slug.as_str())),
            Self::Id(id) => is(Expr::val(*id)),
            Self::Row([table, owner, column], value) => {
                // One row at most, because what it is found by is unique. So it is looked up once, before the organization is.
                let owner = Query::select()
                    .column((*table, *owner))
                    .from(*table)
                    .and_where(Expr::col((*table, *column)).eq(value.clone()))
                    .to_owned();
                is(Expr::SubQuery(None, Box::new(owner.into())))
            }
        }
    }

    /// The value in the condition, where there is one.
    fn value(&self) -> Option<Value> {
        match self {
            Self::Nowhere => None,
            Self::Slug(slug) => Some(slug.as_str().into()),
            Self::Id(id) => Some((*id).into()),
            Self::Row(_, value) => Some(value.clone()),
        }
    }

    /// What the text of the condition depends on.
    const fn names(&self) -> [&'static str; 3] {
        match self {
            Self::Nowhere => ["", "", ""],
            Self::Slug(_) => ["organization", "", "slug"],
            Self::Id(_) => ["organization", "", "id"],
            Self::Row(names, _) => *names,
        }
    }
}

impl Target {
    /// The organization with a slug.
    pub fn slug(slug: &str) -> Self {
        // PostgreSQL cannot even be asked about a text with this character.
        let way = if slug.contains('\0') {
            Way::Nowhere
        } else {
            Way::Slug(slug.to_owned())
        };
        Self { way, field: "slug" }
    }

    /// The organization with an id, which came from this field of the input.
    pub const fn organization(field: &'static str, id: OrganizationId) -> Self {
        Self {
            way: Way::Id(id),
            field,
        }
    }

    /// The organization that a row belongs to, whose id came from this field of the input.
    pub fn of<E: Owned>(field: &'static str, id: impl TypedId) -> Self {
        Self {
            way: by_row::<E>(E::ID, id.uuid().into()),
            field,
        }
    }

    /// Whether both lead to the same organization in the same way, whatever field they came from.
    pub(crate) fn leads_like(&self, other: &Self) -> bool {
        self.way == other.way
    }

    /// The organization of the row that carries a token.
    pub(crate) fn of_token<E: Owned>(field: &'static str, column: E::Column, hash: Vec<u8>) -> Self {
        Self {
            way: by_row::<E>(column, hash.into()),
            field,
        }
    }
}

fn by_row<E: Owned>(column: E::Column, value: Value) -> Way {
    let table = E::default().table_name();
    Way::Row([table, E::ORGANIZATION.as_str(), column.as_str()], value)
}

/// An organization that the actor can see, and a scope to read it with.
#[derive(Debug)]
pub struct Entered {
    /// The organization's own row, where that was asked for.
    pub row: Option<organization::Model>,
    /// Reads the rest.
    pub scope: OrgScope,
}

impl Store {
    /// Enters the target's organization to read. Nothing, if there is none or the actor cannot see it.
    pub async fn enter(&self, actor: &Actor, target: &Target) -> Result<Option<Entered>, StoreError> {
        let runner = self.runner(View::Across(CrossOrganization::Enter));
        match find(&runner, actor.user(), target, Brings::Row, self.now()).await? {
            Some(standing) => self.admit(actor, standing).await,
            None => Ok(None),
        }
    }

    /// Enters an organization that was found for the same actor before. Nothing, if the actor cannot see it.
    pub async fn admit(&self, actor: &Actor, standing: Standing) -> Result<Option<Entered>, StoreError> {
        let (gate, row, access) = standing.of(actor);
        if !sees(&access, &gate) {
            // The transaction was turned to the organization when it was found.
            self.end_reading().await;
            return Ok(None);
        }
        self.pay_toll(&gate)?;
        let runner = self.runner(View::Organization(gate.organization));
        Ok(Some(Entered {
            row,
            scope: OrgScope::new(self.clone(), access, runner),
        }))
    }
}

/// Begins a transaction to write in the target's organization.
pub(crate) async fn begin(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    target: &Target,
) -> Result<OrgTx, Failure> {
    let why = CrossOrganization::Enter;
    let (tx, standing) = begin_to(store, actor, request, why, target).await?;
    admit_to_write(tx, target, standing)
}

/// Goes on in a transaction that was begun by signing in.
pub(crate) fn go_on(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    target: &Target,
    begun: Begun,
) -> Result<OrgTx, Failure> {
    let raw = Transaction::Postgres(Box::new(begun.tx));
    let tx = Tx::on(raw, store.clone(), actor.clone(), request);
    admit_to_write(tx, target, Some(begun.standing))
}

fn admit_to_write(tx: Tx, target: &Target, standing: Option<Standing>) -> Result<OrgTx, Failure> {
    let found = standing.map(|standing| standing.of(tx.actor()));
    let Some((gate, _no_row, access)) = found.filter(|(gate, _, access)| sees(access, gate)) else {
        return Err(Failure::NotFound(target.field));
    };
    tx.pay_toll(&gate)?;
    Ok(OrgTx::new(tx, access))
}

/// Begins a transaction to write in the organization that a token leads to. The token is the permission to know that it exists.
pub(crate) async fn begin_by_token(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    target: &Target,
) -> Result<Option<OrgTx>, Failure> {
    let why = CrossOrganization::Token;
    let (tx, standing) = begin_to(store, actor, request, why, target).await?;
    let Some((gate, _no_row, access)) = standing.map(|standing| standing.of(actor)) else {
        return Ok(None);
    };
    tx.pay_toll(&gate)?;
    Ok(Some(OrgTx::new(tx, access)))
}

/// Begins with the statement that finds where a target leads, and what the actor is there.
async fn begin_to(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    why: CrossOrganization,
    target: &Target,
) -> Result<(Tx, Option<Standing>), StoreError> {
    let question = question(store.engine(), actor.user(), target, Brings::Nothing, store.now());
    let view = View::Across(why);
    let (tx, rows) = Tx::begin_with(store.clone(), actor.clone(), request, view, question).await?;
    Ok((tx, answer(&rows)?))
}
