//! Counting attempts so that all replicas count together and parallel requests cannot slip through.

use crate::{Store, StoreError};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};

/// The state of a counter after an attempt was counted.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// How many attempts there were in the current window, this one included.
    pub count: i64,
    /// When the window ends.
    pub resets_at: DateTime<Utc>,
}

impl Store {
    /// Counts one attempt under a key and says how many there were. One statement, outside any transaction: an attempt
    /// stays counted whatever becomes of the request.
    pub async fn count_attempt(&self, key: &[u8], window: Duration) -> Result<Attempt, StoreError> {
        let now = self.now().timestamp_micros();
        let resets = (self.now() + window).timestamp_micros();
        let statement = Statement::from_sql_and_values(
            self.connection().get_database_backend(),
            "INSERT INTO throttle (key, count, resets_at) VALUES ($1, 1, $2) \
             ON CONFLICT (key) DO UPDATE SET \
               count = CASE WHEN throttle.resets_at <= $3 THEN 1 ELSE throttle.count + 1 END, \
               resets_at = CASE WHEN throttle.resets_at <= $3 THEN $2 ELSE throttle.resets_at END \
             RETURNING CAST(count AS BIGINT) AS count, resets_at",
            [key.to_vec().into(), resets.into(), now.into()],
        );
        let _one_writer = self.write_turn().await;
        let row = self
            .connection()
            .query_one_raw(statement)
            .await?
            .ok_or_else(|| StoreError::Database(sea_orm::DbErr::RecordNotInserted))?;
        let resets_at: i64 = row.try_get("", "resets_at").map_err(StoreError::from)?;
        Ok(Attempt {
            count: row.try_get("", "count").map_err(StoreError::from)?,
            resets_at: DateTime::from_timestamp_micros(resets_at).unwrap_or_else(|| self.now()),
        })
    }

    /// Takes back one attempt that turned out to be none, such as a success among guesses.
    pub async fn take_back_attempt(&self, key: &[u8]) -> Result<(), StoreError> {
        let statement = Statement::from_sql_and_values(
            self.connection().get_database_backend(),
            "UPDATE throttle SET count = count - 1 WHERE key = $1 AND count > 0",
            [key.to_vec().into()],
        );
        let _one_writer = self.write_turn().await;
        self.connection().execute_raw(statement).await?;
        Ok(())
    }

    /// Forgets a counter, such as after a success.
    pub async fn forget_attempts(&self, key: &[u8]) -> Result<(), StoreError> {
        let statement = Statement::from_sql_and_values(
            self.connection().get_database_backend(),
            "DELETE FROM throttle WHERE key = $1",
            [key.to_vec().into()],
        );
        let _one_writer = self.write_turn().await;
        self.connection().execute_raw(statement).await?;
        Ok(())
    }
}
