//! Idempotency: what a client asks for again under the same key is done once.

use crate::{Failure, OrgTx};
use entities::idempotency_key::{self, Column};
use kernel::{Code, Problem, Secret, TextLimits, TypedId, line};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde::Serialize;

impl OrgTx {
    /// Claims a client's key for an operation, before any other write. `result` is the id of what the operation is
    /// about to make. The answer is nothing the first time; the id of what was made then, when the same user asks for
    /// the same with the same key; and `IDEMPOTENCY_CONFLICT` when they ask for something else with it.
    ///
    /// Of requests that come at the same time, one goes on; the others wait for it and are then told its result. A
    /// request that is refused leaves the key unused.
    pub async fn once<I: TypedId>(
        &self,
        operation: &'static str,
        key: &str,
        input: &impl Serialize,
        result: I,
    ) -> Result<Option<I>, Failure> {
        let field = "idempotencyKey";
        let key = line(field, key, TextLimits::LINE)?;
        let user = self.actor().user().ok_or(Failure::Unauthenticated)?;
        let input = serde_json::to_string(input)
            .map_err(|_unwritable| Failure::Defect("an input cannot be written"))?;
        let hash = Secret::presented(input).hash().into_bytes();
        let known = self
            .find_for_rule::<idempotency_key::Entity>()
            .filter(
                Condition::all()
                    .add(Column::UserId.eq(user))
                    .add(Column::Operation.eq(operation))
                    .add(Column::Key.eq(key.as_str())),
            )
            .one()
            .await?;
        if let Some(known) = known {
            if known.input_hash == hash {
                return Ok(Some(I::from_uuid(known.result_id)));
            }
            return Err(Problem::at(field, Code::IdempotencyConflict).into());
        }
        let row = idempotency_key::ActiveModel {
            id: Set(self.new_id()),
            organization_id: Set(self.organization()),
            user_id: Set(user),
            operation: Set(operation.to_owned()),
            key: Set(key),
            input_hash: Set(hash),
            result_id: Set(result.uuid()),
            created_at: Set(self.now()),
        };
        // Where somebody was faster, the whole transaction is repeated once they are done, and finds their result.
        self.race::<idempotency_key::Entity>(row).await?;
        Ok(None)
    }
}
