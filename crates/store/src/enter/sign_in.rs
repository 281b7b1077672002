//! Signing in and entering an organization at once, for requests that say at their beginning where they lead.

use super::{
    Target,
    standing::{Row, Standing, begun_values, join, run, with_columns},
    text::{self, Asks},
};
use crate::{CrossOrganization, Store, StoreError, session::View};
use chrono::{DateTime, Utc};
use entities::{ByPosition, Columns, member, organization, session, user};
use kernel::SecretHash;
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, Iden, Iterable, QueryFilter, QueryResult,
    QuerySelect, QueryTrait, RelationTrait, Select, Value,
    sea_query::{Expr, ExprTrait, JoinType},
};

/// A session that has not ended, whose it is, and the organization that was looked for with it.
#[derive(Debug)]
pub struct FoundSession {
    /// The session.
    pub session: session::Model,
    /// Who is signed in.
    pub user: user::Model,
    /// What they are in the organization, where there is one.
    pub standing: Option<Standing>,
}

struct Found {
    session: session::Model,
    user: user::Model,
    standing: Option<Row>,
}

const USER: &str = "u_";
const AT: &str = "o_";

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let missing = || DbErr::Custom("a table is not selected".to_owned());
        let organization = Columns::find(row, AT, organization::Model::FIRST).ok_or_else(missing)?;
        Ok(Self {
            session: session::Model::read(Columns::all(row))?,
            user: user::Model::read_prefixed(row, USER)?.ok_or_else(missing)?,
            standing: if organization.is_null(0) {
                None
            } else {
                Some(Row::read(row, organization)?)
            },
        })
    }
}

impl Store {
    /// The session with a token, and what its user is in the organization that a target leads to: one statement, and the first
    /// of the transaction that the request goes on reading in.
    pub async fn find_session(
        &self,
        token: &SecretHash,
        target: &Target,
    ) -> Result<Option<FoundSession>, StoreError> {
        let runner = self.runner(View::Across(CrossOrganization::Enter));
        let now = self.now();
        let mut values: Vec<Value> = target.way.value().into_iter().collect();
        values.extend(begun_values(now));
        values.extend([token.clone().into_bytes().into(), now.into()]);
        let (engine, names) = (self.engine(), target.way.names());
        let statement = text::statement(engine, Asks::Session, names, values, |backend| {
            self.select_session(token, target, now).build(backend)
        });
        let rows = run(&runner, statement, |found: &Found| {
            found.standing.as_ref().map(|row| row.organization.id)
        });
        let rows = rows.await?;
        let mut standings = Vec::with_capacity(rows.len());
        let mut signed_in = None;
        for Found {
            session,
            user,
            standing,
        } in rows
        {
            standings.extend(standing);
            signed_in = signed_in.or(Some((session, user)));
        }
        Ok(signed_in.map(|(session, user)| FoundSession {
            session,
            user,
            standing: Standing::gather(standings),
        }))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this statement is what decides who asks, and the scope"
    )]
    fn select_session(
        &self,
        token: &SecretHash,
        target: &Target,
        now: DateTime<Utc>,
    ) -> Select<session::Entity> {
        let mut select = session::Entity::find()
            .join(JoinType::InnerJoin, session::Relation::User.def())
            .filter(session::Column::TokenHash.eq(token.clone().into_bytes()))
            .filter(session::Column::ExpiresAt.gt(now));
        let own = Condition::all().add(
            Expr::col(member::Column::UserId.as_column_ref())
                .eq(Expr::col(session::Column::UserId.as_column_ref())),
        );
        let statement = QueryTrait::query(&mut select);
        statement.left_join(organization::Entity, target.way.condition());
        join(statement, own, now);
        for column in user::Column::iter() {
            let alias = format!("{USER}{}", Iden::unquoted(&column));
            select = select.expr_as(Expr::col(column.as_column_ref()), alias);
        }
        for column in organization::Column::iter() {
            let alias = format!("{AT}{}", Iden::unquoted(&column));
            select = select.expr_as(Expr::col(column.as_column_ref()), alias);
        }
        with_columns(self.engine(), select)
    }
}
