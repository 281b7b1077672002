//! What is sold: products, prices, offers, taxes, gift cards, orders, payments and refunds.

use crate::table::{check, create, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            product(),
            "product",
            &[
                &["organization_id", "created_at", "id"],
                &["organization_id", "course_id"],
            ],
        )
        .await?;
        create(
            manager,
            variant(),
            "variant",
            &[&["organization_id", "product_id", "position", "id"]],
        )
        .await?;
        create(
            manager,
            price(),
            "price",
            &[
                &["organization_id", "variant_id", "currency", "valid_from"],
                &["organization_id", "set_by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            offer(),
            "offer",
            &[
                &["organization_id", "created_at", "id"],
                &["organization_id", "product_id"],
            ],
        )
        .await?;
        create(
            manager,
            tax_rate(),
            "tax_rate",
            &[
                &["organization_id", "jurisdiction", "valid_from"],
                &["organization_id", "by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            gift_card(),
            "gift_card",
            &[
                &["organization_id", "created_at", "id"],
                &["organization_id", "issued_by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            order_table(),
            "order",
            &[
                &["organization_id", "placed_at", "id"],
                &["organization_id", "member_id", "placed_at", "id"],
            ],
        )
        .await?;
        create(
            manager,
            order_line(),
            "order_line",
            &[
                &["organization_id", "product_id"],
                &["organization_id", "variant_id"],
                &["organization_id", "course_id"],
                &["organization_id", "tax_rate_id"],
            ],
        )
        .await?;
        create(
            manager,
            order_discount(),
            "order_discount",
            &[
                &["organization_id", "order_id"],
                &["organization_id", "order_line_id", "position"],
                &["organization_id", "offer_id"],
            ],
        )
        .await?;
        create(
            manager,
            offer_use(),
            "offer_use",
            &[
                &["organization_id", "offer_id", "member_id"],
                &["organization_id", "order_id"],
                &["organization_id", "member_id"],
            ],
        )
        .await?;
        create(
            manager,
            gift_card_use(),
            "gift_card_use",
            &[
                &["organization_id", "gift_card_id", "used_at", "id"],
                &["organization_id", "member_id"],
            ],
        )
        .await?;
        create(manager, payment(), "payment", &[&["organization_id", "order_id"]]).await?;
        create(
            manager,
            payment_event(),
            "payment_event",
            &[&["organization_id", "payment_id", "created_at"]],
        )
        .await?;
        create(
            manager,
            refund(),
            "refund",
            &[
                &["organization_id", "order_id"],
                &["organization_id", "created_at", "id"],
                &["organization_id", "requested_by_employee_id"],
                &["organization_id", "decided_by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            refund_line(),
            "refund_line",
            &[&["organization_id", "order_line_id"]],
        )
        .await?;
        create(
            manager,
            refund_tender(),
            "refund_tender",
            &[
                &["organization_id", "refund_id"],
                &["organization_id", "gift_card_use_id"],
                &["organization_id", "payment_id"],
            ],
        )
        .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("organization")
                    .add_column(big_integer_null("support_refund_limit_minor"))
                    .to_owned(),
            )
            .await?;
        for index in [
            "CREATE UNIQUE INDEX product_one_of_course_key ON product (organization_id, course_id) WHERE course_id IS NOT NULL",
            "CREATE UNIQUE INDEX variant_sku_key ON variant (organization_id, sku) WHERE sku IS NOT NULL",
            "CREATE UNIQUE INDEX price_one_open_key ON price (organization_id, variant_id, currency) WHERE valid_to IS NULL",
            "CREATE UNIQUE INDEX offer_code_key ON offer (organization_id, code) WHERE code IS NOT NULL",
            "CREATE UNIQUE INDEX payment_one_open_key ON payment (organization_id, order_id) WHERE status IN ('PENDING', 'REQUIRES_ACTION', 'CAPTURED', 'DISPUTED')",
            "CREATE INDEX payment_open_idx ON payment (created_at) WHERE status IN ('PENDING', 'REQUIRES_ACTION')",
            "CREATE INDEX refund_open_idx ON refund (created_at) WHERE status = 'PENDING'",
            "CREATE UNIQUE INDEX refund_tender_reference_key ON refund_tender (provider_reference, payment_id) WHERE provider_reference IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        secure_owned(
            manager,
            &[
                "product",
                "variant",
                "price",
                "offer",
                "tax_rate",
                "gift_card",
                "order",
                "order_line",
                "order_discount",
                "offer_use",
                "gift_card_use",
                "payment",
                "payment_event",
                "refund",
                "refund_line",
                "refund_tender",
            ],
        )
        .await
    }
}

fn product() -> TableCreateStatement {
    owned_table("product")
        .col(string("slug"))
        .col(string("name"))
        .col(string_null("description"))
        .col(uuid_null("course_id"))
        .col(string("status"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("product", &["organization_id", "slug"]))
        .foreign_key(&mut owned_reference("product", "course_id", "course"))
        .to_owned()
}

fn variant() -> TableCreateStatement {
    owned_table("variant")
        .col(uuid("product_id"))
        .col(string("name"))
        .col(string_null("sku"))
        .col(integer("position"))
        .col(boolean("is_active"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference("variant", "product_id", "product"))
        .to_owned()
}

fn price() -> TableCreateStatement {
    owned_table("price")
        .col(uuid("variant_id"))
        .col(string("currency"))
        .col(big_integer("amount_minor"))
        .col(boolean("is_tax_inclusive"))
        .col(timestamp_with_time_zone("valid_from"))
        .col(timestamp_with_time_zone_null("valid_to"))
        .col(uuid("set_by_employee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .check(check("price_amount_check", "amount_minor >= 0"))
        .check(check(
            "price_window_check",
            "valid_to IS NULL OR valid_to > valid_from",
        ))
        .foreign_key(&mut owned_reference("price", "variant_id", "variant"))
        .foreign_key(&mut owned_reference("price", "set_by_employee_id", "employee"))
        .to_owned()
}

fn offer() -> TableCreateStatement {
    owned_table("offer")
        .col(string("name"))
        .col(string_null("code"))
        .col(string("kind"))
        .col(integer_null("percent_ppm"))
        .col(big_integer_null("amount_minor"))
        .col(string_null("currency"))
        .col(uuid_null("product_id"))
        .col(string_null("exclusive_group"))
        .col(integer("position"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(integer_null("max_uses"))
        .col(integer_null("max_uses_per_member"))
        .col(integer("uses"))
        .col(boolean("is_active"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(check("offer_uses_check", "uses >= 0 AND (max_uses IS NULL OR uses <= max_uses)"))
        .check(check("offer_kind_check", "(kind = 'PERCENTAGE' AND percent_ppm BETWEEN 1 AND 1000000 AND amount_minor IS NULL) OR (kind = 'FIXED' AND amount_minor > 0 AND currency IS NOT NULL AND percent_ppm IS NULL)"))
        .foreign_key(&mut owned_reference("offer", "product_id", "product"))
        .to_owned()
}

fn tax_rate() -> TableCreateStatement {
    owned_table("tax_rate")
        .col(string("jurisdiction"))
        .col(string("name"))
        .col(integer("version"))
        .col(integer("rate_ppm"))
        .col(timestamp_with_time_zone("valid_from"))
        .col(timestamp_with_time_zone_null("valid_to"))
        .col(uuid("by_employee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "tax_rate",
            &["organization_id", "jurisdiction", "version"],
        ))
        .check(check("tax_rate_check", "rate_ppm BETWEEN 0 AND 1000000"))
        .check(check(
            "tax_rate_window_check",
            "valid_to IS NULL OR valid_to > valid_from",
        ))
        .foreign_key(&mut owned_reference("tax_rate", "by_employee_id", "employee"))
        .to_owned()
}

fn gift_card() -> TableCreateStatement {
    owned_table("gift_card")
        .col(binary("code_hash"))
        .col(string("code_ending"))
        .col(string("kind"))
        .col(string("currency"))
        .col(big_integer("initial_minor"))
        .col(big_integer("balance_minor"))
        .col(uuid("issued_by_employee_id"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(boolean("is_active"))
        .col(string_null("note"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("gift_card", &["organization_id", "code_hash"]))
        .check(check(
            "gift_card_balance_check",
            "balance_minor >= 0 AND balance_minor <= initial_minor",
        ))
        .foreign_key(&mut owned_reference(
            "gift_card",
            "issued_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn order_table() -> TableCreateStatement {
    owned_table("order")
        .col(string("number"))
        .col(uuid("member_id"))
        .col(string("status"))
        .col(string("currency"))
        .col(string("jurisdiction"))
        .col(big_integer("list_minor"))
        .col(big_integer("discount_minor"))
        .col(big_integer("net_minor"))
        .col(big_integer("tax_minor"))
        .col(big_integer("total_minor"))
        .col(big_integer("gift_card_minor"))
        .col(big_integer("due_minor"))
        .col(big_integer("refunded_minor"))
        .col(integer("platform_fee_ppm"))
        .col(integer("processing_fee_ppm"))
        .col(integer("withholding_ppm"))
        .col(timestamp_with_time_zone("placed_at"))
        .col(timestamp_with_time_zone_null("paid_at"))
        .col(timestamp_with_time_zone_null("cancelled_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("order", &["organization_id", "number"]))
        .check(check("order_total_check", "total_minor >= 0 AND total_minor = net_minor + tax_minor AND total_minor = gift_card_minor + due_minor AND gift_card_minor >= 0 AND due_minor >= 0"))
        .check(check("order_refunded_check", "refunded_minor >= 0 AND refunded_minor <= total_minor"))
        .foreign_key(&mut owned_reference("order", "member_id", "member"))
        .to_owned()
}

fn order_line() -> TableCreateStatement {
    owned_table("order_line")
        .col(uuid("order_id"))
        .col(integer("position"))
        .col(uuid("product_id"))
        .col(uuid("variant_id"))
        .col(uuid_null("course_id"))
        .col(string("name"))
        .col(integer("quantity"))
        .col(big_integer("unit_minor"))
        .col(big_integer("list_minor"))
        .col(big_integer("discount_minor"))
        .col(boolean("is_tax_inclusive"))
        .col(uuid_null("tax_rate_id"))
        .col(integer("tax_rate_ppm"))
        .col(big_integer("net_minor"))
        .col(big_integer("tax_minor"))
        .col(big_integer("total_minor"))
        .col(big_integer("refunded_minor"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("order_line", &["organization_id", "order_id", "position"]))
        .check(check("order_line_total_check", "total_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0 AND discount_minor BETWEEN 0 AND list_minor"))
        .check(check("order_line_quantity_check", "quantity > 0"))
        .check(check("order_line_refunded_check", "refunded_minor >= 0 AND refunded_minor <= total_minor"))
        .foreign_key(&mut owned_reference("order_line", "order_id", "order"))
        .foreign_key(&mut owned_reference("order_line", "product_id", "product"))
        .foreign_key(&mut owned_reference("order_line", "variant_id", "variant"))
        .foreign_key(&mut owned_reference("order_line", "course_id", "course"))
        .foreign_key(&mut owned_reference("order_line", "tax_rate_id", "tax_rate"))
        .to_owned()
}

fn order_discount() -> TableCreateStatement {
    owned_table("order_discount")
        .col(uuid("order_id"))
        .col(uuid("order_line_id"))
        .col(uuid("offer_id"))
        .col(string("name"))
        .col(integer("position"))
        .col(big_integer("amount_minor"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owned_reference("order_discount", "order_id", "order"))
        .foreign_key(&mut owned_reference(
            "order_discount",
            "order_line_id",
            "order_line",
        ))
        .foreign_key(&mut owned_reference("order_discount", "offer_id", "offer"))
        .to_owned()
}

fn offer_use() -> TableCreateStatement {
    owned_table("offer_use")
        .col(uuid("offer_id"))
        .col(uuid("order_id"))
        .col(uuid("member_id"))
        .col(boolean("is_released"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "offer_use",
            &["organization_id", "offer_id", "order_id"],
        ))
        .foreign_key(&mut owned_reference("offer_use", "offer_id", "offer"))
        .foreign_key(&mut owned_reference("offer_use", "order_id", "order"))
        .foreign_key(&mut owned_reference("offer_use", "member_id", "member"))
        .to_owned()
}

fn gift_card_use() -> TableCreateStatement {
    owned_table("gift_card_use")
        .col(uuid("gift_card_id"))
        .col(uuid("order_id"))
        .col(uuid("member_id"))
        .col(big_integer("amount_minor"))
        .col(big_integer("refunded_minor"))
        .col(timestamp_with_time_zone("used_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "gift_card_use",
            &["organization_id", "order_id", "gift_card_id"],
        ))
        .check(check(
            "gift_card_use_check",
            "amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor",
        ))
        .foreign_key(&mut owned_reference("gift_card_use", "gift_card_id", "gift_card"))
        .foreign_key(&mut owned_reference("gift_card_use", "order_id", "order"))
        .foreign_key(&mut owned_reference("gift_card_use", "member_id", "member"))
        .to_owned()
}

fn payment() -> TableCreateStatement {
    owned_table("payment")
        .col(uuid("order_id"))
        .col(string("provider"))
        .col(string("method"))
        .col(string_null("reference"))
        .col(string_null("client_secret"))
        .col(string("status"))
        .col(big_integer("amount_minor"))
        .col(string("currency"))
        .col(big_integer("refunded_minor"))
        .col(string_null("failure_code"))
        .col(timestamp_with_time_zone_null("captured_at"))
        .col(timestamp_with_time_zone_null("asked_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("payment", &["provider", "reference"]))
        .check(check(
            "payment_amount_check",
            "amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor",
        ))
        .foreign_key(&mut owned_reference("payment", "order_id", "order"))
        .to_owned()
}

fn payment_event() -> TableCreateStatement {
    owned_table("payment_event")
        .col(uuid("payment_id"))
        .col(string("provider"))
        .col(string("reference"))
        .col(string("kind"))
        .col(json_binary("body"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("payment_event", &["provider", "reference"]))
        .foreign_key(&mut owned_reference("payment_event", "payment_id", "payment"))
        .to_owned()
}

fn refund() -> TableCreateStatement {
    owned_table("refund")
        .col(uuid("order_id"))
        .col(string("status"))
        .col(big_integer("amount_minor"))
        .col(string("currency"))
        .col(string("reason"))
        .col(uuid_null("requested_by_employee_id"))
        .col(uuid_null("decided_by_employee_id"))
        .col(string_null("rejection_reason"))
        .col(timestamp_with_time_zone_null("completed_at"))
        .col(timestamp_with_time_zone_null("asked_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(check("refund_amount_check", "amount_minor > 0"))
        .foreign_key(&mut owned_reference("refund", "order_id", "order"))
        .foreign_key(&mut owned_reference(
            "refund",
            "requested_by_employee_id",
            "employee",
        ))
        .foreign_key(&mut owned_reference(
            "refund",
            "decided_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn refund_line() -> TableCreateStatement {
    owned_table("refund_line")
        .col(uuid("refund_id"))
        .col(uuid("order_line_id"))
        .col(big_integer("amount_minor"))
        .col(big_integer("net_minor"))
        .col(big_integer("tax_minor"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "refund_line",
            &["organization_id", "refund_id", "order_line_id"],
        ))
        .check(check(
            "refund_line_check",
            "amount_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0",
        ))
        .foreign_key(&mut owned_reference("refund_line", "refund_id", "refund"))
        .foreign_key(&mut owned_reference("refund_line", "order_line_id", "order_line"))
        .to_owned()
}

fn refund_tender() -> TableCreateStatement {
    owned_table("refund_tender")
        .col(uuid("refund_id"))
        .col(string("kind"))
        .col(uuid_null("gift_card_use_id"))
        .col(uuid_null("payment_id"))
        .col(big_integer("amount_minor"))
        .col(string_null("provider_reference"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone("created_at"))
        .check(check("refund_tender_check", "amount_minor > 0"))
        .foreign_key(&mut owned_reference("refund_tender", "refund_id", "refund"))
        .foreign_key(&mut owned_reference(
            "refund_tender",
            "gift_card_use_id",
            "gift_card_use",
        ))
        .foreign_key(&mut owned_reference("refund_tender", "payment_id", "payment"))
        .to_owned()
}
