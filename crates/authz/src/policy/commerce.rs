//! What is sold and bought.

use super::{everything, learning::of_oneself, never, owned, through};
use crate::Access;
use entities::{
    gift_card, gift_card_use, offer_use, order, order_discount, order_line, payment,
    permission_grant::Permission,
    price,
    product::{self, ProductStatus},
    refund, refund_line, refund_tender, revenue, variant,
};
use sea_orm::{ColumnTrait, Condition};

impl Access {
    /// Whether the actor decides what is sold and for how much.
    fn prices(&self) -> bool {
        self.may(Permission::ManagePrices)
    }

    /// Whether the actor looks after orders: refunds, support, accounting.
    pub fn serves_customers(&self) -> bool {
        [
            Permission::IssueRefunds,
            Permission::ManageSupport,
            Permission::PostAccounting,
        ]
        .into_iter()
        .any(|permission| self.may(permission))
    }
}

owned! {
    /// What is on sale is public where the organization is; the rest is for those who set prices.
    product => |access| if access.prices() || access.may(Permission::ManageAttribution) {
        everything()
    } else {
        Condition::all().add(product::Column::Status.eq(ProductStatus::Active))
    };
    /// The variants on sale of a visible product.
    variant => |access| if access.prices() {
        everything()
    } else {
        through::<product::Entity>(access, variant::Column::ProductId).add(variant::Column::IsActive.eq(true))
    };
    /// Who sees the variant. Past prices as well: a price is no secret once it was public.
    price => |access| through::<variant::Entity>(access, price::Column::VariantId);
    /// Offers are for those who set prices. Customers meet them in their quote.
    offer => |access| if access.prices() { everything() } else { never() };
    /// For those who set prices.
    offer_use => |access| if access.prices() {
        everything()
    } else {
        of_oneself(access, offer_use::Column::MemberId)
    };
    /// Rates are public: they are on every invoice.
    tax_rate => |_access| everything();
    /// For those who issue or account for them. Whoever knows a code uses it by its code.
    gift_card => |access| if access.may(Permission::IssueGiftCards) || access.may(Permission::PostAccounting) {
        everything()
    } else {
        match access.employee() {
            Some(own) => Condition::all().add(gift_card::Column::IssuedByEmployeeId.eq(own)),
            None => never(),
        }
    };
    /// Who sees the order sees how it was paid; those who issue cards see where they went.
    gift_card_use => |access| if access.may(Permission::IssueGiftCards) || access.serves_customers() {
        everything()
    } else {
        of_oneself(access, gift_card_use::Column::MemberId)
    };
    /// One's own; all for those who look after customers.
    order => |access| if access.serves_customers() || access.actor().is_system() {
        everything()
    } else {
        of_oneself(access, order::Column::MemberId)
    };
    /// Who sees the order, and who earns from the line: without the order it does not tell who bought.
    order_line => |access| {
        let of_order = through::<order::Entity>(access, order_line::Column::OrderId);
        if access.employee().is_none() || access.serves_customers() {
            return of_order;
        }
        let earned = <revenue::Entity as crate::Owned>::visible(access);
        Condition::any().add(of_order).add(order_line::Column::Id.in_subquery(super::keys::<revenue::Entity>(
            access,
            revenue::Column::OrderLineId,
            earned,
        )))
    };
    /// Who sees the order.
    order_discount => |access| through::<order::Entity>(access, order_discount::Column::OrderId);
    /// Who sees the order.
    payment => |access| through::<order::Entity>(access, payment::Column::OrderId);
    /// For accounting: messages of a provider hold what customers need not see.
    payment_event => |access| if access.may(Permission::PostAccounting) { everything() } else { never() };
    /// For those who look after customers: they answer it.
    dispute => |access| if access.serves_customers() { everything() } else { never() };
    /// Who sees the order.
    refund => |access| through::<order::Entity>(access, refund::Column::OrderId);
    /// Who sees the refund.
    refund_line => |access| through::<refund::Entity>(access, refund_line::Column::RefundId);
    /// Who sees the refund.
    refund_tender => |access| through::<refund::Entity>(access, refund_tender::Column::RefundId);
}
