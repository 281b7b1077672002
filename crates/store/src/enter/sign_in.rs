//! Signing in, and entering an organization with it, for requests that say at their beginning where they lead.

use super::{
    Target,
    standing::{Brings, Row, Standing, begun_values, join, read, run, with_columns},
    text::{self, Asks},
};
use crate::{
    CrossOrganization, Store, StoreError,
    postgres::Kept,
    scoped::on,
    session::{Begun, View},
};
use chrono::{DateTime, Utc};
use entities::{
    Columns, member, organization, session,
    user::{self, PlatformRole},
};
use kernel::{SecretHash, SessionId, UserId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult,
    QuerySelect, QueryTrait, RelationTrait, Select, Value,
    sea_query::{Expr, ExprTrait, JoinType},
};

/// A session that has not ended, with what decides who its user is to the rest of the server.
#[derive(Debug)]
pub struct FoundSession {
    /// The session.
    pub id: SessionId,
    /// Who is signed in.
    pub user: UserId,
    /// The operator who acts as them, if one does.
    pub impersonator: Option<UserId>,
    /// When the session was last noted to be in use.
    pub last_seen_at: DateTime<Utc>,
    /// The user's address as it is compared.
    pub email_key: String,
    /// Since when the address is known to be theirs.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// What the user is on the platform.
    pub platform_role: Option<PlatformRole>,
    /// When the user was banned.
    pub banned_at: Option<DateTime<Utc>>,
    /// When the ban ends; none for one that does not.
    pub ban_expires_at: Option<DateTime<Utc>>,
    /// What they are in the organization that was looked for, where there is one.
    pub standing: Option<Standing>,
}

/// What is selected of the session and its user, in the order in which it is read.
const COLUMNS: ([session::Column; 4], [user::Column; 5]) = (
    [
        session::Column::Id,
        session::Column::UserId,
        session::Column::ImpersonatorId,
        session::Column::LastSeenAt,
    ],
    [
        user::Column::EmailKey,
        user::Column::EmailVerifiedAt,
        user::Column::PlatformRole,
        user::Column::BannedAt,
        user::Column::BanExpiresAt,
    ],
);

struct Found {
    session: FoundSession,
    standing: Option<Row>,
}

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let columns = Columns::all(row);
        Ok(Self {
            session: FoundSession {
                id: columns.required(0, "id")?,
                user: columns.required(1, "user_id")?,
                impersonator: columns.optional(2, "impersonator_id")?,
                last_seen_at: columns.required(3, "last_seen_at")?,
                email_key: columns.required(4, "email_key")?,
                email_verified_at: columns.optional(5, "email_verified_at")?,
                platform_role: columns.optional(6, "platform_role")?,
                banned_at: columns.optional(7, "banned_at")?,
                ban_expires_at: columns.optional(8, "ban_expires_at")?,
                standing: None,
            },
            standing: Row::read(row)?,
        })
    }
}

impl Store {
    /// The session with a token: one statement, in no transaction of its own.
    pub async fn find_session(&self, token: &SecretHash) -> Result<Option<FoundSession>, StoreError> {
        let runner = self.runner(View::Global);
        let now = self.now();
        let values = vec![token.clone().into_bytes().into(), now.into()];
        let statement = text::statement(
            self.engine(),
            Asks::Session,
            Brings::Nothing,
            [""; 3],
            values,
            |backend| select_session(token, now).build(backend),
        );
        let statement = statement.statement(self.engine().backend());
        let row = on!(&runner, |connection| connection.query_one_raw(statement).await)?;
        let found = row.map(|row| Found::from_query_result(&row, "")).transpose()?;
        Ok(found.map(|found| found.session))
    }

    /// The session with a token, and what its user is in the organization that a target leads to: one statement, and the first
    /// of the transaction that the request goes on reading in.
    pub async fn find_session_at(
        &self,
        token: &SecretHash,
        target: &Target,
        brings: Brings,
    ) -> Result<Option<FoundSession>, StoreError> {
        let runner = self.runner(View::Across(CrossOrganization::Enter));
        let question = self.question(token, target, brings);
        let rows = run(&runner, question, |found: &Found| {
            found.standing.as_ref().map(|row| row.gate.organization)
        });
        Ok(gathered(rows.await?))
    }

    /// The same where the request is about to write in the organization: the statement is the first of the transaction in which
    /// it does. On SQLite, where only one may write, it is no more than [`Self::find_session`].
    pub async fn find_session_to_write(
        &self,
        token: &SecretHash,
        target: &Target,
    ) -> Result<Option<FoundSession>, StoreError> {
        let Some(request) = self.session() else {
            return self.find_session(token).await;
        };
        let question = self.question(token, target, Brings::Nothing);
        let (tx, rows) = request.begin_writing(question).await?;
        let mut found = gathered(read(&rows)?);
        if let Some(session) = &mut found
            && let Some(standing) = session.standing.take()
        {
            request.has_begun(Begun {
                tx,
                user: session.user,
                target: target.clone(),
                standing,
            });
        }
        Ok(found)
    }

    /// Asks for the session with a token, and what its user is in the organization that a target leads to.
    fn question(&self, token: &SecretHash, target: &Target, brings: Brings) -> Kept {
        let now = self.now();
        let mut values: Vec<Value> = target.way.value().into_iter().collect();
        values.extend(begun_values(now));
        values.extend([token.clone().into_bytes().into(), now.into()]);
        let (engine, names) = (self.engine(), target.way.names());
        text::statement(engine, Asks::SessionAt, brings, names, values, |backend| {
            let mut select = select_session(token, now);
            let own = Condition::all().add(
                Expr::col(member::Column::UserId.as_column_ref())
                    .eq(Expr::col(session::Column::UserId.as_column_ref())),
            );
            let statement = QueryTrait::query(&mut select);
            statement.left_join(organization::Entity, target.way.condition());
            join(statement, own, now);
            with_columns(engine, brings, select).build(backend)
        })
    }
}

/// The session is in each of the rows, which have one grant each.
fn gathered(rows: Vec<Found>) -> Option<FoundSession> {
    let mut standings = Vec::with_capacity(rows.len());
    let mut signed_in = None;
    for Found { session, standing } in rows {
        standings.extend(standing);
        signed_in = signed_in.or(Some(session));
    }
    signed_in.map(|session| FoundSession {
        standing: Standing::gather(standings),
        ..session
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "this statement is what decides who asks, and the scope"
)]
fn select_session(token: &SecretHash, now: DateTime<Utc>) -> Select<session::Entity> {
    let (of_session, of_user) = COLUMNS;
    let mut select = session::Entity::find()
        .select_only()
        .columns(of_session)
        .join(JoinType::InnerJoin, session::Relation::User.def())
        .filter(session::Column::TokenHash.eq(token.clone().into_bytes()))
        .filter(session::Column::ExpiresAt.gt(now));
    for column in of_user {
        select = select.column(column);
    }
    select
}
