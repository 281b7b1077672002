//! Secrets that all servers of a platform share.

use crate::{Store, StoreError};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use tokio::sync::OnceCell;

/// The keys that sign credentials come from this one.
const CREDENTIALS: &str = "CREDENTIALS";

/// The secrets that sign webhooks come from this one.
const WEBHOOKS: &str = "WEBHOOKS";

impl Store {
    /// The secret from which the keys come that sign credentials, thirty-two bytes. It is drawn when it is first asked for: of
    /// servers that draw at the same time one wins, and all get its secret. Outside of any transaction, as it belongs to no
    /// request; once in the life of a process.
    pub async fn credential_secret(&self) -> Result<[u8; 32], StoreError> {
        self.shared(self.known_credential_secret(), CREDENTIALS).await
    }

    /// The secret from which those come that sign webhooks, thirty-two bytes; drawn like the one of credentials.
    pub async fn webhook_secret(&self) -> Result<[u8; 32], StoreError> {
        self.shared(self.known_webhook_secret(), WEBHOOKS).await
    }

    async fn shared(&self, known: &OnceCell<[u8; 32]>, name: &'static str) -> Result<[u8; 32], StoreError> {
        if let Some(secret) = known.get() {
            return Ok(*secret);
        }
        // Nobody waits, also not for somebody else who asks, while holding a connection.
        self.end_reading().await;
        let secret = known.get_or_try_init(|| self.find_or_draw(name)).await?;
        Ok(*secret)
    }

    async fn find_or_draw(&self, name: &'static str) -> Result<[u8; 32], StoreError> {
        let connection = self.connection();
        let backend = connection.get_database_backend();
        let find = || {
            let sql = "SELECT secret FROM platform_secret WHERE name = $1";
            Statement::from_sql_and_values(backend, sql, [name.into()])
        };
        let mut row = connection.query_one_raw(find()).await?;
        if row.is_none() {
            let mut drawn = [0; 32];
            self.random().fill(&mut drawn);
            let sql = "INSERT INTO platform_secret (name, secret, created_at) VALUES ($1, $2, $3) \
                ON CONFLICT (name) DO NOTHING";
            let values = [name.into(), drawn.to_vec().into(), self.now().into()];
            let _one_writer = self.write_turn().await;
            connection
                .execute_raw(Statement::from_sql_and_values(backend, sql, values))
                .await?;
            row = connection.query_one_raw(find()).await?;
        }
        let row = row.ok_or(StoreError::Database(DbErr::RecordNotInserted))?;
        let secret: Vec<u8> = row.try_get("", "secret").map_err(StoreError::from)?;
        let too_short = |_other| DbErr::Custom(format!("the secret {name} has not 32 bytes"));
        Ok(<[u8; 32]>::try_from(secret).map_err(too_short)?)
    }
}
