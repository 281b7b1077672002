//! Who gets in at the root fields of shares, payouts, orders and refunds.

use super::{Row, creator, hr, member, operator, owner};
use serde_json::json;

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "setFeeSchedule" "mutation($i: SetFeeScheduleInput!) { setFeeSchedule(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "platformFee": "5", "processingFee": "3", "withholding": "8" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], operator;
        "createAttribution" "mutation($i: CreateAttributionInput!) { createAttribution(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "productId": w.product, "employeeId": w.staff.employee_ids[1], "kind": "REVIEWER", "share": "5" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND productId", "refused: NOT_FOUND productId"], owner;
        "changeAttributionShare" "mutation($i: ChangeAttributionShareInput!) { changeAttributionShare(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.attribution, "share": "50" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "endAttribution" "mutation($i: EndAttributionInput!) { endAttribution(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_attribution } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "runPayouts" "mutation($i: RunPayoutsInput!) { runPayouts(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "idempotencyKey": "second" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "postLedgerEntry" "mutation($i: PostLedgerEntryInput!) { postLedgerEntry(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "currency": "EUR", "note": "n", "idempotencyKey": "new",
                "sides": [{ "account": "SALES_TAX", "debit": "1" }, { "account": "CLEARING", "credit": "1" }] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "reverseLedgerEntry" "mutation($i: ReverseLedgerEntryInput!) { reverseLedgerEntry(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.ledger_entry, "note": "n", "idempotencyKey": "new" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "closeBooks" "mutation($i: CloseBooksInput!) { closeBooks(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "through": "2020-12-31" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "verifyPayout" "query($id: ID!) { verifyPayout(payoutId: $id) { result } }" |w| json!({ "id": w.payout }),
            ["UNAUTHENTICATED", "NOT_FOUND", "NOT_FOUND"], creator;
        "placeOrder" "mutation($i: PlaceOrderInput!) { placeOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": crate::orders::taxed_cart(&w.staff, &w.variant, "test_ok", "new") }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "same"], member;
        "cancelOrder" "mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "orderId": w.open_order, "idempotencyKey": "new" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND orderId", "same"], member;
        "refundOrder" "mutation($i: RefundOrderInput!) { refundOrder(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "orderId": w.paid_order, "amount": "3.00", "reason": "r", "idempotencyKey": "new" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND orderId", "FORBIDDEN"], hr;
        "approveRefund" "mutation($i: ApproveRefundInput!) { approveRefund(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.refunds[0], "idempotencyKey": "new" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "rejectRefund" "mutation($i: RejectRefundInput!) { rejectRefund(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.refunds[1], "reason": "r" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
    }
}
