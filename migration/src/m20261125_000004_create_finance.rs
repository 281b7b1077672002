//! Who earns what: fees, shares, the double-entry ledger and payouts.

use crate::table::{
    append_only, check, create, index, owned_reference, owned_table, reference, secure_owned, unique,
};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, fee_schedule(), "fee_schedule", &[&["set_by_user_id"]]).await?;
        create(
            manager,
            attribution(),
            "attribution",
            &[
                &["organization_id", "product_id", "effective_from", "id"],
                &["organization_id", "effective_from", "id"],
                &["organization_id", "employee_id"],
                &["organization_id", "set_by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            revenue(),
            "revenue",
            &[
                &["organization_id", "refund_id"],
                &["organization_id", "recognized_at", "id"],
            ],
        )
        .await?;
        create(
            manager,
            payout_run(),
            "payout_run",
            &[
                &["organization_id", "run_by_employee_id"],
                &["organization_id", "created_at", "id"],
            ],
        )
        .await?;
        create(
            manager,
            payout(),
            "payout",
            &[
                &["organization_id", "employee_id", "paid_at", "id"],
                &["organization_id", "paid_at", "id"],
            ],
        )
        .await?;
        create(
            manager,
            earning(),
            "earning",
            &[
                &["organization_id", "attribution_id", "earned_at"],
                &["organization_id", "employee_id", "earned_at", "id"],
                &["organization_id", "payout_id", "earned_at", "id"],
            ],
        )
        .await?;
        create(
            manager,
            ledger_account(),
            "ledger_account",
            &[
                &["organization_id", "code", "currency"],
                &["organization_id", "employee_id"],
            ],
        )
        .await?;
        create_transactions(manager).await?;
        create(
            manager,
            ledger_posting(),
            "ledger_posting",
            &[&["organization_id", "account_id", "id"]],
        )
        .await?;
        for only_one in [
            "CREATE UNIQUE INDEX revenue_one_refund_key ON revenue (organization_id, order_line_id, refund_id) WHERE refund_id IS NOT NULL",
            "CREATE UNIQUE INDEX ledger_account_shared_key ON ledger_account (organization_id, code, currency) WHERE employee_id IS NULL",
            "CREATE UNIQUE INDEX ledger_account_employee_key ON ledger_account (organization_id, code, currency, employee_id) WHERE employee_id IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(only_one).await?;
        }
        secure_owned(
            manager,
            &[
                "fee_schedule",
                "attribution",
                "revenue",
                "payout_run",
                "payout",
                "earning",
                "ledger_account",
                "ledger_transaction",
                "ledger_posting",
            ],
        )
        .await?;
        append_only(manager, "revenue").await?;
        append_only(manager, "ledger_posting").await?;
        keep_books(manager).await
    }
}

/// The table of transactions, with two references of each row to itself that are looked at when the database
/// transaction ends: what is out of balance and what is missing have to equal `zero` by then.
async fn create_transactions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let name = "ledger_transaction";
    let sql = if manager.get_database_backend() == DbBackend::Postgres {
        ledger_transaction().to_string(PostgresQueryBuilder)
    } else {
        ledger_transaction().to_string(SqliteQueryBuilder)
    };
    let columns = sql
        .trim_end()
        .strip_suffix(')')
        .ok_or_else(|| DbErr::Migration("the statement of ledger_transaction has no end".to_owned()))?;
    let settled = |column: &str| {
        format!(
            ", CONSTRAINT {name}_{column}_fkey FOREIGN KEY (organization_id, id, {column}) \
             REFERENCES {name} (organization_id, id, zero) DEFERRABLE INITIALLY DEFERRED"
        )
    };
    let sql = format!(
        "{columns}{}{})",
        settled("imbalance_minor"),
        settled("missing_postings")
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    index(
        manager,
        name,
        &[&["organization_id", "occurred_at", "id"], &["posted_by_user_id"]],
    )
    .await
}

/// What the database itself does and refuses, so that no command can forget it: every posting moves the balance of its
/// account and counts towards its transaction, in the transaction's currency; what is posted is final.
async fn keep_books(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements = if manager.get_database_backend() == DbBackend::Postgres {
        POSTGRES_BOOKS
    } else {
        SQLITE_BOOKS
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

const POSTGRES_BOOKS: &[&str] = &[
    "CREATE FUNCTION ledger_posting_counts() RETURNS trigger LANGUAGE plpgsql AS $$ \
     DECLARE books text; announced bigint; account text; \
     BEGIN \
       SELECT currency, missing_postings INTO books, announced FROM ledger_transaction WHERE id = NEW.transaction_id; \
       SELECT currency INTO account FROM ledger_account WHERE id = NEW.account_id; \
       IF announced IS NULL OR announced < 1 THEN RAISE EXCEPTION 'the transaction has all its postings'; END IF; \
       IF account IS DISTINCT FROM books THEN RAISE EXCEPTION 'a posting is in its transaction''s currency'; END IF; \
       UPDATE ledger_transaction SET imbalance_minor = imbalance_minor + NEW.amount_minor, \
         missing_postings = missing_postings - 1 WHERE id = NEW.transaction_id; \
       UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.account_id; \
       RETURN NULL; \
     END $$",
    "CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting \
     FOR EACH ROW EXECUTE FUNCTION ledger_posting_counts()",
    "CREATE FUNCTION ledger_transaction_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF; \
       RAISE EXCEPTION 'ledger_transaction is append-only'; \
     END $$",
    "CREATE TRIGGER ledger_transaction_is_final BEFORE UPDATE OR DELETE ON ledger_transaction \
     FOR EACH ROW EXECUTE FUNCTION ledger_transaction_is_final()",
    "CREATE TRIGGER ledger_transaction_is_kept BEFORE TRUNCATE ON ledger_transaction \
     FOR EACH STATEMENT EXECUTE FUNCTION ledger_transaction_is_final()",
    "CREATE FUNCTION ledger_transaction_begins() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF NEW.imbalance_minor <> 0 OR NEW.zero <> 0 OR NEW.missing_postings < 2 THEN \
         RAISE EXCEPTION 'a transaction begins in balance and announces its postings'; END IF; \
       RETURN NEW; \
     END $$",
    "CREATE TRIGGER ledger_transaction_begins BEFORE INSERT ON ledger_transaction \
     FOR EACH ROW EXECUTE FUNCTION ledger_transaction_begins()",
    "CREATE FUNCTION ledger_account_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF TG_OP = 'INSERT' AND NEW.balance_minor = 0 THEN RETURN NEW; END IF; \
       IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF; \
       RAISE EXCEPTION 'only postings move an account'; \
     END $$",
    "CREATE TRIGGER ledger_account_is_kept BEFORE INSERT OR UPDATE OR DELETE ON ledger_account \
     FOR EACH ROW EXECUTE FUNCTION ledger_account_is_kept()",
];

const SQLITE_BOOKS: &[&str] = &[
    "CREATE TRIGGER ledger_posting_is_announced BEFORE INSERT ON ledger_posting \
     WHEN COALESCE((SELECT missing_postings FROM ledger_transaction WHERE id = NEW.transaction_id), 0) < 1 \
     BEGIN SELECT RAISE(ABORT, 'the transaction has all its postings'); END",
    "CREATE TRIGGER ledger_posting_is_in_currency BEFORE INSERT ON ledger_posting \
     WHEN (SELECT currency FROM ledger_transaction WHERE id = NEW.transaction_id) \
       IS NOT (SELECT currency FROM ledger_account WHERE id = NEW.account_id) \
     BEGIN SELECT RAISE(ABORT, 'a posting is in its transaction''s currency'); END",
    "CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting \
     BEGIN \
       UPDATE ledger_transaction SET imbalance_minor = imbalance_minor + NEW.amount_minor, \
         missing_postings = missing_postings - 1 WHERE id = NEW.transaction_id; \
       UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.account_id; \
     END",
    // SQLite cannot tell a trigger's own change from anybody else's, so a change has to agree with the postings.
    "CREATE TRIGGER ledger_transaction_is_final_update BEFORE UPDATE ON ledger_transaction \
     WHEN NEW.id IS NOT OLD.id OR NEW.organization_id IS NOT OLD.organization_id OR NEW.kind IS NOT OLD.kind \
       OR NEW.currency IS NOT OLD.currency OR NEW.source_type IS NOT OLD.source_type \
       OR NEW.source_id IS NOT OLD.source_id OR NEW.occurred_at IS NOT OLD.occurred_at \
       OR NEW.posted_by_user_id IS NOT OLD.posted_by_user_id OR NEW.created_at IS NOT OLD.created_at \
       OR NEW.zero IS NOT OLD.zero OR NEW.missing_postings IS NOT OLD.missing_postings - 1 \
       OR NEW.imbalance_minor IS NOT \
         (SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_posting \
          WHERE organization_id = NEW.organization_id AND transaction_id = NEW.id) \
     BEGIN SELECT RAISE(ABORT, 'ledger_transaction is append-only'); END",
    "CREATE TRIGGER ledger_transaction_is_final_delete BEFORE DELETE ON ledger_transaction \
     BEGIN SELECT RAISE(ABORT, 'ledger_transaction is append-only'); END",
    "CREATE TRIGGER ledger_transaction_begins BEFORE INSERT ON ledger_transaction \
     WHEN NEW.imbalance_minor <> 0 OR NEW.zero <> 0 OR NEW.missing_postings < 2 \
       OR EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.id) \
     BEGIN SELECT RAISE(ABORT, 'a transaction begins in balance and announces its postings'); END",
    "CREATE TRIGGER ledger_account_begins BEFORE INSERT ON ledger_account \
     WHEN NEW.balance_minor <> 0 OR EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id) \
     BEGIN SELECT RAISE(ABORT, 'only postings move an account'); END",
    "CREATE TRIGGER ledger_account_is_kept_update BEFORE UPDATE ON ledger_account \
     WHEN NEW.id IS NOT OLD.id OR NEW.organization_id IS NOT OLD.organization_id OR NEW.code IS NOT OLD.code \
       OR NEW.kind IS NOT OLD.kind OR NEW.currency IS NOT OLD.currency OR NEW.employee_id IS NOT OLD.employee_id \
     BEGIN SELECT RAISE(ABORT, 'only postings move an account'); END",
    "CREATE TRIGGER ledger_account_is_kept_delete BEFORE DELETE ON ledger_account \
     BEGIN SELECT RAISE(ABORT, 'only postings move an account'); END",
];

fn fee_schedule() -> TableCreateStatement {
    owned_table("fee_schedule")
        .col(integer("platform_fee_ppm"))
        .col(integer("processing_fee_ppm"))
        .col(integer("withholding_ppm"))
        .col(timestamp_with_time_zone("valid_from"))
        .col(uuid("set_by_user_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("fee_schedule", &["organization_id", "valid_from"]))
        .check(check("fee_schedule_check", "platform_fee_ppm BETWEEN 0 AND 1000000 AND processing_fee_ppm BETWEEN 0 AND 1000000 AND withholding_ppm BETWEEN 0 AND 1000000 AND platform_fee_ppm + processing_fee_ppm + withholding_ppm <= 1000000"))
        .foreign_key(&mut reference("fee_schedule", "set_by_user_id", "user", "id"))
        .to_owned()
}

fn attribution() -> TableCreateStatement {
    owned_table("attribution")
        .col(uuid("product_id"))
        .col(uuid("employee_id"))
        .col(string("kind"))
        .col(integer("share_ppm"))
        .col(timestamp_with_time_zone("effective_from"))
        .col(timestamp_with_time_zone_null("effective_to"))
        .col(uuid("set_by_employee_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(check(
            "attribution_share_check",
            "share_ppm BETWEEN 1 AND 1000000",
        ))
        .check(check(
            "attribution_window_check",
            "effective_to IS NULL OR effective_to > effective_from",
        ))
        .foreign_key(&mut owned_reference("attribution", "product_id", "product"))
        .foreign_key(&mut owned_reference("attribution", "employee_id", "employee"))
        .foreign_key(&mut owned_reference(
            "attribution",
            "set_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn revenue() -> TableCreateStatement {
    owned_table("revenue")
        .col(uuid("order_line_id"))
        .col(uuid_null("refund_id"))
        .col(integer("position"))
        .col(string("currency"))
        .col(big_integer("gross_minor"))
        .col(big_integer("platform_fee_minor"))
        .col(big_integer("processing_fee_minor"))
        .col(big_integer("withholding_minor"))
        .col(big_integer("net_minor"))
        .col(big_integer("organization_minor"))
        .col(timestamp_with_time_zone("recognized_at"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "revenue",
            &["organization_id", "order_line_id", "position"],
        ))
        .foreign_key(&mut owned_reference("revenue", "order_line_id", "order_line"))
        .foreign_key(&mut owned_reference("revenue", "refund_id", "refund"))
        .to_owned()
}

fn payout_run() -> TableCreateStatement {
    owned_table("payout_run")
        .col(integer("number"))
        .col(timestamp_with_time_zone("cutoff_at"))
        .col(big_integer("minimum_thousandths"))
        .col(uuid("run_by_employee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("payout_run", &["organization_id", "number"]))
        .foreign_key(&mut owned_reference(
            "payout_run",
            "run_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn payout() -> TableCreateStatement {
    owned_table("payout")
        .col(uuid("run_id"))
        .col(uuid("employee_id"))
        .col(string("currency"))
        .col(big_integer("amount_minor"))
        .col(string("status"))
        .col(timestamp_with_time_zone("paid_at"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "payout",
            &["organization_id", "run_id", "employee_id", "currency"],
        ))
        .check(check("payout_amount_check", "amount_minor > 0"))
        .foreign_key(&mut owned_reference("payout", "run_id", "payout_run"))
        .foreign_key(&mut owned_reference("payout", "employee_id", "employee"))
        .to_owned()
}

fn earning() -> TableCreateStatement {
    owned_table("earning")
        .col(uuid("revenue_id"))
        .col(uuid("attribution_id"))
        .col(uuid("employee_id"))
        .col(string("currency"))
        .col(integer("share_ppm"))
        .col(big_integer("amount_minor"))
        .col(timestamp_with_time_zone("earned_at"))
        .col(uuid_null("payout_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "earning",
            &["organization_id", "revenue_id", "attribution_id"],
        ))
        .foreign_key(&mut owned_reference("earning", "revenue_id", "revenue"))
        .foreign_key(&mut owned_reference("earning", "attribution_id", "attribution"))
        .foreign_key(&mut owned_reference("earning", "employee_id", "employee"))
        .foreign_key(&mut owned_reference("earning", "payout_id", "payout"))
        .to_owned()
}

fn ledger_account() -> TableCreateStatement {
    owned_table("ledger_account")
        .col(string("code"))
        .col(string("kind"))
        .col(string("currency"))
        .col(uuid_null("employee_id"))
        .col(big_integer("balance_minor"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owned_reference("ledger_account", "employee_id", "employee"))
        .to_owned()
}

fn ledger_transaction() -> TableCreateStatement {
    owned_table("ledger_transaction")
        .col(string("kind"))
        .col(string("currency"))
        .col(string("source_type"))
        .col(uuid("source_id"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(uuid_null("posted_by_user_id"))
        .col(big_integer("imbalance_minor"))
        .col(big_integer("missing_postings"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("zero"))
        .index(&mut unique(
            "ledger_transaction",
            &["organization_id", "id", "zero"],
        ))
        .index(&mut unique(
            "ledger_transaction",
            &["organization_id", "kind", "source_id", "currency"],
        ))
        .foreign_key(&mut reference(
            "ledger_transaction",
            "posted_by_user_id",
            "user",
            "id",
        ))
        .to_owned()
}

fn ledger_posting() -> TableCreateStatement {
    owned_table("ledger_posting")
        .col(uuid("transaction_id"))
        .col(uuid("account_id"))
        .col(big_integer("amount_minor"))
        .col(integer("position"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "ledger_posting",
            &["organization_id", "transaction_id", "position"],
        ))
        .check(check("ledger_posting_amount_check", "amount_minor <> 0"))
        .foreign_key(&mut owned_reference(
            "ledger_posting",
            "transaction_id",
            "ledger_transaction",
        ))
        .foreign_key(&mut owned_reference(
            "ledger_posting",
            "account_id",
            "ledger_account",
        ))
        .to_owned()
}
