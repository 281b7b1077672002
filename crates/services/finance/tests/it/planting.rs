//! Rows of other domains, written past the store: what is tested here is what becomes of them.

use crate::world::{Paid, Sold, World};
use authz::Actor;
use entities::{
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    fee_schedule::{self, RefundedFeeBearer},
    gift_card::{self, GiftCardKind},
    member::{self, AccessRole, CustomerType, MemberStatus},
    order::{self, OrderStatus},
    order_line,
    product::{self, ProductStatus},
    profile,
    refund::{self, RefundStatus},
    refund_line,
    refund_tender::{self, TenderKind},
    variant,
};
use kernel::{EmployeeId, ProductId};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};

impl World {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test plants what other domains would write"
    )]
    pub(crate) async fn plant<M>(&self, row: M) -> M
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + Clone,
        <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior,
    {
        M::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(&self.raw)
            .await
            .unwrap();
        row
    }

    pub(crate) async fn member(&self, actor: &Actor) -> member::Model {
        let user = actor.user().unwrap();
        let profiles = self.all::<profile::Entity>().await;
        let main = profiles.iter().find(|profile| profile.user_id == user).unwrap();
        let now = self.now();
        self.plant(member::Model {
            id: self.store().new_id(),
            organization_id: self.organization,
            user_id: user,
            profile_id: main.id,
            display_name: main.display_name.clone(),
            access_role: AccessRole::Member,
            status: MemberStatus::Active,
            customer_type: CustomerType::Regular,
            joined_at: now,
            left_at: None,
            suspended_at: None,
            suspended_reason: None,
            removed_at: None,
            removed_reason: None,
            invited_by_employee_id: None,
            version: 1,
            created_at: now,
            updated_at: now,
        })
        .await
    }

    /// A new user who works here.
    pub(crate) async fn hire(&self, name: &str, role: WorkRole) -> (Actor, EmployeeId) {
        let actor = self.user(name).await;
        let member = self.member(&actor).await;
        let now = self.now();
        let employee = self
            .plant(employee::Model {
                id: self.store().new_id(),
                organization_id: self.organization,
                member_id: member.id,
                professional_display_name: name.to_owned(),
                role,
                status: EmployeeStatus::Active,
                compensation_type: CompensationType::Commission,
                salary_minor: None,
                salary_currency: None,
                job_profile_id: None,
                starts_on: None,
                hired_at: now,
                terminated_at: None,
                termination_reason: None,
                invited_by_employee_id: None,
                version: 1,
                created_at: now,
                updated_at: now,
            })
            .await;
        (actor, employee.id)
    }

    pub(crate) async fn creator(&self, name: &str) -> EmployeeId {
        self.hire(name, WorkRole::Creator).await.1
    }

    pub(crate) async fn product(&self, slug: &str) -> ProductId {
        let now = self.now();
        let product = self
            .plant(product::Model {
                id: self.store().new_id(),
                organization_id: self.organization,
                slug: slug.to_owned(),
                name: slug.to_owned(),
                description: None,
                course_id: None,
                status: ProductStatus::Active,
                version: 1,
                created_at: now,
                updated_at: now,
            })
            .await;
        self.plant(variant::Model {
            id: self.store().new_id(),
            organization_id: self.organization,
            product_id: product.id,
            name: "Standard".to_owned(),
            sku: None,
            position: 1,
            is_active: true,
            version: 1,
            created_at: now,
            updated_at: now,
        })
        .await;
        product.id
    }

    /// 5, 3 and 8 %, from now on.
    pub(crate) async fn usual_fees(&self) {
        self.fees(50_000, 30_000, 80_000).await;
    }

    pub(crate) async fn fees(&self, platform: i32, processing: i32, withholding: i32) {
        self.agree(platform, processing, withholding, RefundedFeeBearer::Organization)
            .await;
    }

    pub(crate) async fn agree(
        &self,
        platform: i32,
        processing: i32,
        withholding: i32,
        refunded_fee_bearer: RefundedFeeBearer,
    ) {
        self.plant(fee_schedule::Model {
            id: self.store().new_id(),
            organization_id: self.organization,
            platform_fee_ppm: platform,
            processing_fee_ppm: processing,
            withholding_ppm: withholding,
            refunded_fee_bearer,
            valid_from: self.now(),
            set_by_user_id: self.owner.user().unwrap(),
            created_at: self.now(),
        })
        .await;
    }

    /// An order that is paid now, at the rates in force.
    pub(crate) async fn plant_order(&self, currency: &str, gift_cards: i64, sold: &[Sold]) -> Paid {
        let now = self.now();
        let schedules = self.all::<fee_schedule::Entity>().await;
        let fees = schedules
            .iter()
            .filter(|schedule| schedule.valid_from <= now)
            .max_by_key(|schedule| schedule.valid_from);
        let rate = |of: fn(&fee_schedule::Model) -> i32| fees.map_or(0, of);
        let net: i64 = sold.iter().map(|(_, net, _)| net).sum();
        let tax: i64 = sold.iter().map(|(_, _, tax)| tax).sum();
        let id: kernel::OrderId = self.store().new_id();
        let order = order::Model {
            id,
            organization_id: self.organization,
            number: id.to_string(),
            member_id: self.buyer_member,
            status: OrderStatus::Paid,
            currency: currency.to_owned(),
            jurisdiction: "SI".to_owned(),
            list_minor: net,
            discount_minor: 0,
            net_minor: net,
            tax_minor: tax,
            total_minor: net + tax,
            gift_card_minor: gift_cards,
            due_minor: net + tax - gift_cards,
            refunded_minor: 0,
            platform_fee_ppm: rate(|fees| fees.platform_fee_ppm),
            processing_fee_ppm: rate(|fees| fees.processing_fee_ppm),
            withholding_ppm: rate(|fees| fees.withholding_ppm),
            refunded_fee_bearer: fees
                .map_or(RefundedFeeBearer::Organization, |fees| fees.refunded_fee_bearer),
            tax_rounding: entities::organization::TaxRounding::Line,
            placed_at: now,
            paid_at: Some(now),
            cancelled_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let order = self.plant(order).await;
        let variants = self.all::<variant::Entity>().await;
        let mut lines = Vec::new();
        for (position, (product, net, tax)) in (1..).zip(sold) {
            let variant = variants.iter().find(|v| v.product_id == *product).unwrap();
            let line = order_line::Model {
                id: self.store().new_id(),
                organization_id: self.organization,
                order_id: order.id,
                position,
                product_id: *product,
                variant_id: variant.id,
                course_id: None,
                name: "Course".to_owned(),
                quantity: 1,
                unit_minor: *net,
                list_minor: *net,
                discount_minor: 0,
                is_tax_inclusive: false,
                tax_rate_id: None,
                tax_rate_ppm: 0,
                net_minor: *net,
                tax_minor: *tax,
                total_minor: net + tax,
                refunded_minor: 0,
                created_at: now,
            };
            lines.push(self.plant(line).await);
        }
        (order, lines)
    }

    /// A completed refund of a part of one line, with what it goes back to.
    pub(crate) async fn plant_refund(
        &self,
        order: &order::Model,
        line: &order_line::Model,
        (net, tax): (i64, i64),
        gift_cards: i64,
    ) -> (refund::Model, refund_line::Model, Vec<refund_tender::Model>) {
        let now = self.now();
        let refund = self
            .plant(refund::Model {
                id: self.store().new_id(),
                organization_id: self.organization,
                order_id: order.id,
                status: RefundStatus::Completed,
                amount_minor: net + tax,
                currency: order.currency.clone(),
                reason: "asked for".to_owned(),
                requested_by_employee_id: Some(self.owner_employee),
                decided_by_employee_id: None,
                completed_at: Some(now),
                asked_at: None,
                rejection_reason: None,
                version: 1,
                created_at: now,
                updated_at: now,
            })
            .await;
        let refunded = self
            .plant(refund_line::Model {
                id: self.store().new_id(),
                organization_id: self.organization,
                refund_id: refund.id,
                order_line_id: line.id,
                amount_minor: net + tax,
                net_minor: net,
                tax_minor: tax,
                created_at: now,
            })
            .await;
        let mut tenders = Vec::new();
        for (kind, amount) in [
            (TenderKind::GiftCard, gift_cards),
            (TenderKind::Payment, net + tax - gift_cards),
        ] {
            if amount != 0 {
                // Only the amounts matter to the books, so the tenders need not be stored.
                tenders.push(refund_tender::Model {
                    id: self.store().new_id(),
                    organization_id: self.organization,
                    refund_id: refund.id,
                    kind,
                    gift_card_use_id: None,
                    payment_id: None,
                    amount_minor: amount,
                    provider_reference: None,
                    confirmed_at: None,
                    created_at: now,
                });
            }
        }
        (refund, refunded, tenders)
    }

    /// A gift card as it would be issued.
    pub(crate) async fn gift_card(&self, kind: GiftCardKind, minor: i64) -> gift_card::Model {
        let now = self.now();
        let id: kernel::GiftCardId = self.store().new_id();
        self.plant(gift_card::Model {
            id,
            organization_id: self.organization,
            code_hash: id.to_string().into_bytes(),
            code_ending: "ABCD".to_owned(),
            kind,
            currency: "EUR".to_owned(),
            initial_minor: minor,
            balance_minor: minor,
            issued_by_employee_id: self.owner_employee,
            expires_at: None,
            is_active: true,
            note: None,
            version: 1,
            created_at: now,
            updated_at: now,
        })
        .await
    }
}
