//! Keeping somebody out of the platform.

use crate::{Identity, session::end_all, signed_in};
use authz::{Actor, actions};
use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use entities::{
    event::EventAction,
    user::{self, PlatformRole},
};
use kernel::{Code, Problem, Problems, RequestId, TextLimits, UserId, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, Tx};

/// A user to be kept out.
#[derive(Clone, Debug)]
pub struct BanUser {
    /// Whom.
    pub id: UserId,
    /// Why; the user is told.
    pub reason: String,
    /// When the ban ends by itself; none means never. In the future.
    pub until: Option<DateTime<Utc>>,
}

impl Identity {
    /// Bans a user and ends all their sessions. Only platform operators do, and not to one another.
    pub async fn ban_user(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: BanUser,
    ) -> Result<user::Model, Failure> {
        signed_in(actor)?;
        let BanUser { id, reason, until } = input;
        let until = until.map(|until| until.trunc_subsecs(6));
        let mut problems = Problems::default();
        let reason = problems.take(line("reason", &reason, TextLimits::LINE));
        let now = self.store.now();
        problems.require(until.is_none_or(|until| until > now), || {
            Problem::at("until", Code::OutOfRange).with("min", written(now))
        });
        problems.into_result()?;
        self.store
            .write(actor, request, |tx| Box::pin(ban(tx, id, reason.clone(), until)))
            .await
    }

    /// Lets a banned user in again. Only platform operators do.
    pub async fn unban_user(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        id: UserId,
    ) -> Result<user::Model, Failure> {
        signed_in(actor)?;
        self.store
            .write(actor, request, |tx| Box::pin(unban(tx, id)))
            .await
    }
}

async fn ban(
    tx: &Tx,
    id: UserId,
    reason: Option<String>,
    until: Option<DateTime<Utc>>,
) -> Result<user::Model, Failure> {
    let user = tx.load_global_for::<actions::BanUser>("id", id).await?;
    if user.platform_role == Some(PlatformRole::Operator) {
        return Err(Problem::at("id", Code::OperatorProtected).into());
    }
    if user.is_banned(tx.now()) {
        return Err(Problem::at("id", Code::AlreadyBanned).into());
    }
    let version = user.version + 1;
    let user = tx
        .update(user, |user| {
            user.banned_at = Set(Some(tx.now()));
            user.ban_reason = Set(reason);
            user.ban_expires_at = Set(until);
            user.version = Set(version);
            user.updated_at = Set(tx.now());
        })
        .await?;
    let ended = end_all(tx, id).await?;
    tx.emit(NewEvent::new(EventAction::UserBanned, id).after(json!({
        "reason": user.ban_reason,
        "until": user.ban_expires_at.map(written),
        "sessionsEnded": ended,
    })))
    .await?;
    Ok(user)
}

async fn unban(tx: &Tx, id: UserId) -> Result<user::Model, Failure> {
    let user = tx.load_global_for::<actions::UnbanUser>("id", id).await?;
    if !user.is_banned(tx.now()) {
        return Err(Problem::at("id", Code::NotBanned).into());
    }
    let was = json!({ "reason": user.ban_reason, "until": user.ban_expires_at.map(written) });
    let version = user.version + 1;
    let user = tx
        .update(user, |user| {
            user.banned_at = Set(None);
            user.ban_reason = Set(None);
            user.ban_expires_at = Set(None);
            user.version = Set(version);
            user.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(NewEvent::new(EventAction::UserUnbanned, id).before(was))
        .await?;
    Ok(user)
}

/// Tells that a user is banned, why and how long.
pub(crate) fn problem(user: &user::Model) -> Problem {
    Problem::new(Code::UserBanned)
        .with("reason", user.ban_reason.clone())
        .with("until", user.ban_expires_at.map(written))
}

fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
