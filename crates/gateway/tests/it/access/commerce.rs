//! Who gets in at the root fields of what is sold, and gift cards.

use super::{Row, member, owner};
use serde_json::json;

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "quote" "query($i: QuoteInput!) { quote(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "currency": "EUR", "lines": [{ "variantId": w.goods.variant }] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "ok"], member;
        "joinOrganization" "mutation($i: JoinOrganizationInput!) { joinOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "ok"], member;
        "createProduct" "mutation($i: CreateProductInput!) { createProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "slug": "new", "name": "New" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateProduct" "mutation($i: UpdateProductInput!) { updateProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product, "name": "Newer" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "activateProduct" "mutation($i: ActivateProductInput!) { activateProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "addVariant" "mutation($i: AddVariantInput!) { addVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "productId": w.goods.product, "name": "Team" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND productId", "FORBIDDEN"], owner;
        "updateVariant" "mutation($i: UpdateVariantInput!) { updateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant, "name": "Single" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "activateVariant" "mutation($i: ActivateVariantInput!) { activateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "endPrice" "mutation($i: EndPriceInput!) { endPrice(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.price } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "setPrice" "mutation($i: SetPriceInput!) { setPrice(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "variantId": w.goods.variant, "price": { "amount": "90.00", "currency": "EUR" } } }), ["UNAUTHENTICATED", "refused: NOT_FOUND variantId", "FORBIDDEN"], owner;
        "deactivateVariant" "mutation($i: DeactivateVariantInput!) { deactivateVariant(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.variant } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "createOffer" "mutation($i: CreateOfferInput!) { createOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "name": "Half", "percent": "50" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateOffer" "mutation($i: UpdateOfferInput!) { updateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer, "maxUses": 5 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "deactivateOffer" "mutation($i: DeactivateOfferInput!) { deactivateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "activateOffer" "mutation($i: ActivateOfferInput!) { activateOffer(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.offer } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "createTaxRate" "mutation($i: CreateTaxRateInput!) { createTaxRate(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "jurisdiction": "SI", "name": "VAT", "percent": "22" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "issueGiftCard" "mutation($i: IssueGiftCardInput!) { issueGiftCard(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "kind": "PURCHASED", "amount": { "amount": "5.00", "currency": "EUR" }, "idempotencyKey": "k" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "setGiftCardActive" "mutation($i: SetGiftCardActiveInput!) { setGiftCardActive(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.gift_card.id, "isActive": false } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "archiveProduct" "mutation($i: ArchiveProductInput!) { archiveProduct(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.goods.product } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "leaveOrganization" "mutation($i: LeaveOrganizationInput!) { leaveOrganization(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "same"],
            |w| w.leaver.clone();
    }
}
