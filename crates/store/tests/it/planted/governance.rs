//! Rows of the domain governance.

use super::Planted;
use entities::idempotency_key;
use kernel::TypedId;

impl Planted {
    pub(crate) fn idempotency_key(&self) -> idempotency_key::Model {
        idempotency_key::Model {
            id: self.ids.idempotency_key,
            organization_id: self.organization,
            user_id: self.user,
            operation: self.text("operation"),
            key: self.text("key"),
            input_hash: self.text("hash").into_bytes(),
            result_id: self.member.uuid(),
            created_at: self.start,
        }
    }
}
