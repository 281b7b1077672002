//! What may be done to what is sold and bought.

use super::{actions, creations, implies, ruled_actions};
use entities::permission_grant::Permission;

actions! {
    product, own: |_, _| false, oneself: |_, _| false => {
        /// Change a product, its variants and prices.
        EditProduct = "product.edit", Some(Permission::ManagePrices), false;
    }
    offer, own: |_, _| false, oneself: |_, _| false => {
        /// Change an offer.
        EditOffer = "offer.edit", Some(Permission::ManagePrices), false;
    }
    tax_rate, own: |_, _| false, oneself: |_, _| false => {
        /// End a version of a rate because the next one begins.
        ReplaceTaxRate = "taxRate.replace", Some(Permission::ManageTax), false;
    }
    gift_card,
    own: |access, row| access.employee() == Some(row.issued_by_employee_id),
    oneself: |_, _| false => {
        /// Make a gift card usable or unusable.
        EditGiftCard = "giftCard.edit", Some(Permission::IssueGiftCards), false;
    }
    organization, own: |_, _| false, oneself: |_, _| false => {
        /// Issue a gift card.
        IssueGiftCard = "giftCard.issue", Some(Permission::IssueGiftCards), false;
    }
    member,
    own: |_, _| false,
    oneself: |access, row| access.is_active_member() && access.member() == Some(row.id) => {
        /// Buy as the member one is.
        Shop = "order.place", None, true;
    }
    order,
    own: |_, _| false,
    oneself: |access, row| access.is_active_member() && access.member() == Some(row.member_id) => {
        /// Give up an order that was not paid.
        CancelOrder = "order.cancel", Some(Permission::ManageSupport), true;
        /// Give money back without asking anybody.
        RefundOrder = "order.refund", Some(Permission::IssueRefunds), false;
        /// Give money back up to the limit of support, or ask for more.
        RequestRefund = "order.requestRefund", Some(Permission::ManageSupport), false;
    }
    refund, own: |_, _| false, oneself: |_, _| false => {
        /// Approve or reject a refund that somebody else asked for.
        DecideRefund = "refund.decide", Some(Permission::IssueRefunds), false;
    }
}

creations! {
    /// Put something on sale.
    CreateProduct = "product.create" of product by ManagePrices;
    /// Offer a discount.
    CreateOffer = "offer.create" of offer by ManagePrices;
    /// Set the sales tax of a jurisdiction.
    CreateTaxRate = "taxRate.create" of tax_rate by ManageTax;
}

ruled_actions! {
    /// Take note of what a payment provider says.
    SettlePayment = "payment.settle" on payment, |access, _| access.actor().is_system();
    /// Take note that a payment provider has given money back.
    SettleRefund = "refund.settle" on refund, |access, _| access.actor().is_system();
}

implies! {
    EditProduct adds [variant, price] changes [variant, price];
    IssueGiftCard adds [gift_card, ledger_account, ledger_transaction, ledger_posting] changes [];
    Shop adds [
        order, order_line, order_discount, offer_use, gift_card_use, payment, enrollment, revenue, earning,
        ledger_account, ledger_transaction, ledger_posting
    ] changes [order, offer, gift_card, enrollment];
    CancelOrder adds [] changes [payment, offer, offer_use, gift_card, gift_card_use];
    SettlePayment adds [
        payment_event, dispute, refund, refund_line, refund_tender, enrollment, revenue, earning, ledger_account, ledger_transaction,
        ledger_posting
    ] changes [order, enrollment, offer, offer_use, gift_card, gift_card_use, dispute];
    RefundOrder adds [refund, refund_line, refund_tender] changes [];
    RequestRefund adds [refund, refund_line, refund_tender] changes [];
    DecideRefund adds [refund_line, refund_tender] changes [refund_line, refund_tender];
    SettleRefund adds [payment_event, revenue, earning, ledger_account, ledger_transaction, ledger_posting] changes [
        order, order_line, refund_tender, payment, gift_card, gift_card_use, enrollment
    ];
}
