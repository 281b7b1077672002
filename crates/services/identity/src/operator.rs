//! What whoever runs the server does on its command line: appointing operators, and making users without mail.

use crate::{
    Identity,
    sign_up::{SignUp, checked, create},
};
use authz::{
    Actor,
    actions::{AppointOperator, EndSession},
};
use entities::{
    event::EventAction,
    session,
    user::{self, PlatformRole},
};
use kernel::{Email, RequestId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, NewEvent, Tx};

impl Identity {
    /// Makes a user a platform operator. Only the server itself does; nothing happens if they are one already.
    pub async fn appoint_operator(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        email: &str,
    ) -> Result<user::Model, Failure> {
        if !actor.is_system() {
            return Err(Failure::Forbidden("user.appointOperator"));
        }
        let email = Email::parse("email", email)?;
        let user = self
            .user_with(&email)
            .await?
            .ok_or(Failure::NotFound("email"))?
            .id;
        self.store
            .write(actor, request, |tx| Box::pin(appoint(tx, user)))
            .await
    }

    /// Makes a user whose address counts as proven, without any mail. Only the server itself does. Whoever has the
    /// address already is returned as they are.
    pub async fn create_verified_user(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        input: SignUp,
    ) -> Result<user::Model, Failure> {
        if !actor.is_system() {
            return Err(Failure::Forbidden("user.create"));
        }
        let new = checked(input)?;
        if let Some(user) = self.user_with(&new.email).await? {
            return Ok(user);
        }
        let hash = self.passwords.hash(&new.password, self.store.random()).await?;
        let outcome = self
            .store
            .write(actor, request, |tx| {
                let (new, hash) = (new.clone(), hash.clone());
                Box::pin(async move {
                    let user = create(tx, new, hash, true).await?;
                    tx.emit(
                        NewEvent::new(EventAction::EmailVerified, user.id)
                            .after(json!({ "emailVerified": true, "createdByServer": true })),
                    )
                    .await?;
                    Ok(user)
                })
            })
            .await;
        match outcome {
            Err(Failure::Store(error)) if error.is_about("email_key") => self
                .user_with(&new.email)
                .await?
                .ok_or(Failure::Defect("a taken address without its user")),
            outcome => outcome,
        }
    }
}

async fn appoint(tx: &Tx, id: UserId) -> Result<user::Model, Failure> {
    let user = tx.load_global_for::<AppointOperator>("email", id).await?;
    if user.platform_role == Some(PlatformRole::Operator) {
        return Ok((*user).clone());
    }
    let version = user.version + 1;
    let user = tx
        .update(user, |user| {
            user.platform_role = Set(Some(PlatformRole::Operator));
            user.version = Set(version);
            user.updated_at = Set(tx.now());
        })
        .await?;
    // Nobody acts as an operator, so whoever is doing so right now stops.
    tx.delete_proven::<EndSession>(
        Condition::all()
            .add(session::Column::UserId.eq(id))
            .add(session::Column::ImpersonatorId.is_not_null()),
    )
    .await?;
    tx.emit(
        NewEvent::new(EventAction::OperatorAppointed, id)
            .after(json!({ "platformRole": PlatformRole::Operator.name() })),
    )
    .await?;
    Ok(user)
}
