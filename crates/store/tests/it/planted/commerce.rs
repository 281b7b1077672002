//! Rows of the domain commerce.

use super::Planted;
use entities::{
    dispute::{self, DisputeStatus},
    fee_schedule::RefundedFeeBearer,
    gift_card::{self, GiftCardKind},
    gift_card_use,
    offer::{self, DiscountKind},
    offer_use,
    order::{self, OrderStatus},
    order_discount, order_line,
    payment::{self, PaymentProvider, PaymentStatus},
    payment_event, price,
    product::{self, ProductStatus},
    refund::{self, RefundStatus},
    refund_line,
    refund_tender::{self, TenderKind},
    tax_rate, variant,
};

impl Planted {
    pub(crate) fn product(&self) -> product::Model {
        product::Model {
            id: self.ids.product,
            organization_id: self.organization,
            slug: self.text("slug"),
            name: self.text("name"),
            description: None,
            course_id: Some(self.ids.course),
            status: ProductStatus::ALL[0],
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn variant(&self) -> variant::Model {
        variant::Model {
            id: self.ids.variant,
            organization_id: self.organization,
            product_id: self.ids.product,
            name: self.text("name"),
            sku: None,
            position: 1,
            is_active: true,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn price(&self) -> price::Model {
        price::Model {
            id: self.ids.price,
            organization_id: self.organization,
            variant_id: self.ids.variant,
            currency: "EUR".to_owned(),
            amount_minor: 10_000,
            is_tax_inclusive: true,
            valid_from: self.start,
            valid_to: None,
            set_by_employee_id: self.employee,
            created_at: self.start,
        }
    }

    pub(crate) fn offer(&self) -> offer::Model {
        offer::Model {
            id: self.ids.offer,
            organization_id: self.organization,
            name: self.text("name"),
            code: Some(self.text("code")),
            kind: DiscountKind::ALL[0],
            percent_ppm: Some(200_000),
            amount_minor: None,
            currency: None,
            product_id: Some(self.ids.product),
            exclusive_group: None,
            position: 1,
            starts_at: self.start,
            ends_at: None,
            max_uses: None,
            max_uses_per_member: None,
            uses: 0,
            is_active: true,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn tax_rate(&self) -> tax_rate::Model {
        tax_rate::Model {
            id: self.ids.tax_rate,
            organization_id: self.organization,
            jurisdiction: self.text("jurisdiction"),
            name: self.text("name"),
            version: 1,
            rate_ppm: 0,
            valid_from: self.start,
            valid_to: None,
            by_employee_id: self.employee,
            created_at: self.start,
        }
    }

    pub(crate) fn gift_card(&self) -> gift_card::Model {
        gift_card::Model {
            id: self.ids.gift_card,
            organization_id: self.organization,
            code_hash: self.text("hash").into_bytes(),
            code_ending: self.text("code_ending"),
            kind: GiftCardKind::ALL[0],
            currency: "EUR".to_owned(),
            initial_minor: 0,
            balance_minor: 0,
            issued_by_employee_id: self.employee,
            expires_at: None,
            is_active: true,
            note: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn order(&self) -> order::Model {
        order::Model {
            id: self.ids.order,
            organization_id: self.organization,
            number: self.text("number"),
            member_id: self.member,
            status: OrderStatus::ALL[0],
            currency: "EUR".to_owned(),
            jurisdiction: self.text("jurisdiction"),
            list_minor: 0,
            discount_minor: 0,
            net_minor: 0,
            tax_minor: 0,
            total_minor: 0,
            gift_card_minor: 0,
            due_minor: 0,
            refunded_minor: 0,
            platform_fee_ppm: 0,
            processing_fee_ppm: 0,
            withholding_ppm: 0,
            refunded_fee_bearer: RefundedFeeBearer::Organization,
            tax_rounding: entities::organization::TaxRounding::Line,
            placed_at: self.start,
            paid_at: None,
            cancelled_at: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn order_line(&self) -> order_line::Model {
        order_line::Model {
            id: self.ids.order_line,
            organization_id: self.organization,
            order_id: self.ids.order,
            position: 1,
            product_id: self.ids.product,
            variant_id: self.ids.variant,
            course_id: Some(self.ids.course),
            name: self.text("name"),
            quantity: 1,
            unit_minor: 0,
            list_minor: 0,
            discount_minor: 0,
            is_tax_inclusive: true,
            tax_rate_id: Some(self.ids.tax_rate),
            tax_rate_ppm: 0,
            net_minor: 0,
            tax_minor: 0,
            total_minor: 0,
            refunded_minor: 0,
            created_at: self.start,
        }
    }

    pub(crate) fn order_discount(&self) -> order_discount::Model {
        order_discount::Model {
            id: self.ids.order_discount,
            organization_id: self.organization,
            order_id: self.ids.order,
            order_line_id: self.ids.order_line,
            offer_id: self.ids.offer,
            name: "name".to_owned(),
            position: 1,
            amount_minor: 0,
            created_at: self.start,
        }
    }

    pub(crate) fn offer_use(&self) -> offer_use::Model {
        offer_use::Model {
            id: self.ids.offer_use,
            organization_id: self.organization,
            offer_id: self.ids.offer,
            order_id: self.ids.order,
            member_id: self.member,
            is_released: true,
            created_at: self.start,
        }
    }

    pub(crate) fn gift_card_use(&self) -> gift_card_use::Model {
        gift_card_use::Model {
            id: self.ids.gift_card_use,
            organization_id: self.organization,
            gift_card_id: self.ids.gift_card,
            order_id: self.ids.order,
            member_id: self.member,
            amount_minor: 100,
            refunded_minor: 0,
            used_at: self.start,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn payment(&self) -> payment::Model {
        payment::Model {
            id: self.ids.payment,
            organization_id: self.organization,
            order_id: self.ids.order,
            provider: PaymentProvider::ALL[0],
            method: self.text("method"),
            reference: Some(self.text("pay")),
            client_secret: None,
            status: PaymentStatus::ALL[0],
            amount_minor: 100,
            currency: "EUR".to_owned(),
            refunded_minor: 0,
            failure_code: None,
            captured_at: None,
            asked_at: None,
            withdrawn_at: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn payment_event(&self) -> payment_event::Model {
        payment_event::Model {
            id: self.ids.payment_event,
            organization_id: self.organization,
            payment_id: self.ids.payment,
            provider: PaymentProvider::ALL[0],
            reference: self.text("event"),
            kind: self.text("kind"),
            body: serde_json::json!([]),
            created_at: self.start,
        }
    }

    pub(crate) fn dispute(&self) -> dispute::Model {
        dispute::Model {
            id: self.ids.dispute,
            organization_id: self.organization,
            payment_id: self.ids.payment,
            reference: self.text("dispute"),
            status: DisputeStatus::ALL[0],
            amount_minor: 1,
            currency: "EUR".to_owned(),
            reason: None,
            evidence_due_at: None,
            refund_id: None,
            closed_at: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn refund(&self) -> refund::Model {
        refund::Model {
            id: self.ids.refund,
            organization_id: self.organization,
            order_id: self.ids.order,
            status: RefundStatus::ALL[0],
            amount_minor: 100,
            currency: "EUR".to_owned(),
            reason: self.text("reason"),
            requested_by_employee_id: Some(self.employee),
            decided_by_employee_id: Some(self.employee),
            rejection_reason: None,
            completed_at: None,
            asked_at: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn refund_line(&self) -> refund_line::Model {
        refund_line::Model {
            id: self.ids.refund_line,
            organization_id: self.organization,
            refund_id: self.ids.refund,
            order_line_id: self.ids.order_line,
            amount_minor: 0,
            net_minor: 0,
            tax_minor: 0,
            created_at: self.start,
        }
    }

    pub(crate) fn refund_tender(&self) -> refund_tender::Model {
        refund_tender::Model {
            id: self.ids.refund_tender,
            organization_id: self.organization,
            refund_id: self.ids.refund,
            kind: TenderKind::ALL[0],
            gift_card_use_id: Some(self.ids.gift_card_use),
            payment_id: Some(self.ids.payment),
            amount_minor: 100,
            provider_reference: None,
            confirmed_at: None,
            created_at: self.start,
        }
    }
}
