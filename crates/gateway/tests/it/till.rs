//! Sales without a checkout: what is asked here is what becomes of the money, so orders are written as paid.

use authz::{Actor, SignedIn, actions::Shop};
use entities::{
    fee_schedule::RefundedFeeBearer,
    order::{self, OrderStatus},
    order_line, variant,
};
use finance::sale::recognize;
use kernel::{MemberId, OrderId, OrganizationId, ProductId, SessionId, TypedId, UserId};
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{CrossOrganization, Target};
use testkit::{Staff, TestApp};

/// A product with one variant, made through the API; gives its id.
pub(crate) async fn product(staff: &Staff<'_>, slug: &str) -> String {
    let made = staff
        .owner
        .mutate(
            "createProduct",
            json!({ "organizationId": staff.organization, "slug": slug, "name": slug }),
            "product { id }",
        )
        .await;
    let id = made.payload()["product"]["id"].as_str().unwrap().to_owned();
    staff
        .owner
        .mutate(
            "addVariant",
            json!({ "productId": id, "name": "Standard" }),
            "variant { id }",
        )
        .await
        .payload();
    id
}

/// 5, 3 and 8 %, set by an operator.
pub(crate) async fn usual_fees(app: &TestApp, staff: &Staff<'_>, operator: &str) {
    app.operator(operator)
        .await
        .mutate(
            "setFeeSchedule",
            json!({ "organizationId": staff.organization, "platformFee": "5", "processingFee": "3", "withholding": "8" }),
            "feeSchedule { id }",
        )
        .await
        .payload();
}

/// Sells to the plain member: the product, the amount without tax, the tax. Gives the order's id.
pub(crate) async fn sell(
    app: &TestApp,
    staff: &Staff<'_>,
    currency: &str,
    sold: &[(&str, i64, i64)],
) -> String {
    let organization = OrganizationId::parse(&staff.organization).unwrap();
    let member = MemberId::parse(&staff.member_ids[3]).unwrap();
    let user = UserId::parse(&staff.member.user_id().await).unwrap();
    let buyer = Actor::User(SignedIn {
        user,
        session: app.store.new_id::<SessionId>(),
        email_key: "somebody".to_owned(),
        email_verified: true,
        is_operator: false,
        impersonator: None,
    });
    let now = app.store.now();
    let id: OrderId = app.store.new_id();
    let net: i64 = sold.iter().map(|(_, net, _)| net).sum();
    let tax: i64 = sold.iter().map(|(_, _, tax)| tax).sum();
    let order = order::Model {
        id,
        organization_id: organization,
        number: id.to_string(),
        member_id: member,
        status: OrderStatus::Paid,
        currency: currency.to_owned(),
        jurisdiction: "SI".to_owned(),
        list_minor: net,
        discount_minor: 0,
        net_minor: net,
        tax_minor: tax,
        total_minor: net + tax,
        gift_card_minor: 0,
        due_minor: net + tax,
        refunded_minor: 0,
        platform_fee_ppm: 50_000,
        processing_fee_ppm: 30_000,
        withholding_ppm: 80_000,
        refunded_fee_bearer: RefundedFeeBearer::Organization,
        tax_rounding: entities::organization::TaxRounding::Line,
        placed_at: now,
        paid_at: Some(now),
        cancelled_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let mut lines = Vec::new();
    for (position, (product, net, tax)) in (1..).zip(sold) {
        let product_id = ProductId::parse(product).unwrap();
        let variants = app
            .store
            .across(CrossOrganization::Doctor)
            .find::<variant::Entity>()
            .filter(variant::Column::ProductId.eq(product_id));
        lines.push(order_line::Model {
            id: app.store.new_id(),
            organization_id: organization,
            order_id: id,
            position,
            product_id,
            variant_id: variants.one().await.unwrap().unwrap().id,
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
        });
    }
    let target = Target::organization("organizationId", organization);
    app.store
        .write_in(&buyer, None, &target, |tx| {
            let (order, lines) = (order.clone(), lines.clone());
            Box::pin(async move {
                let granted = tx.load_for::<Shop>("memberId", member).await?;
                tx.create_from::<_, order::Entity>(&granted, as_new(order.clone()))
                    .await?;
                let rows = lines.iter().cloned().map(as_new).collect();
                tx.create_all_from::<_, order_line::Entity>(&granted, rows)
                    .await?;
                recognize(tx, &granted, &order, &lines).await
            })
        })
        .await
        .unwrap();
    id.to_string()
}

fn as_new<M, A>(row: M) -> A
where
    M: sea_orm::IntoActiveModel<A>,
    A: sea_orm::ActiveModelTrait,
{
    row.into_active_model().reset_all()
}
