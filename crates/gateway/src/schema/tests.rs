use super::*;
use async_graphql::{
    OutputType,
    registry::{MetaField, MetaType, MetaTypeName, Registry},
};

/// Lists of objects that cost what one of them costs, and why. What is a part of a row comes with it; the rest has few elements.
const UNDECLARED: &[(&str, &str)] = &[
    ("EarningsOverview.byProduct", "one statement has added them up"),
    ("EarningsOverview.totals", "one for each currency"),
    (
        "ImportCoursesPayload.courses",
        "the import has been paid for, which takes more",
    ),
    ("ImportedCourse.skipped", "plain values of the import"),
    ("LessonProgress.watchedSegments", "a column of the row"),
    ("Member.permissions", "as many as there are permissions"),
    (
        "Organization.viewerPermissions",
        "as many as there are permissions",
    ),
    (
        "PayoutVerification.differences",
        "plain values; the verification has been paid for",
    ),
    ("Query.accessRoles", "a constant of the code"),
    ("Query.workRoles", "a constant of the code"),
    (
        "Quote.giftCards",
        "a quote has been paid for, and has what it was asked with",
    ),
    ("Quote.lines", "the same"),
    ("Quote.offers", "the same"),
    ("Quote.unusedOffers", "the same"),
    ("QuoteLine.discounts", "the same"),
    (
        "RevenuePool.attributions",
        "loaded with the pool, and shares are few",
    ),
    ("RevenuePool.timeline", "made of the attributions"),
    ("RevenuePoolInterval.attributions", "some of the same"),
    ("RunPayoutsPayload.carried", "plain values of the run"),
    (
        "RunPayoutsPayload.payouts",
        "the run has been paid for, which takes more",
    ),
    (
        "TrialBalance.lines",
        "one statement has added them up, for few accounts",
    ),
];

fn registry() -> Registry {
    let mut registry = Registry::default();
    Query::create_type_info(&mut registry);
    Mutation::create_type_info(&mut registry);
    Node::create_type_info(&mut registry);
    registry
}

fn fields(kind: &MetaType) -> impl Iterator<Item = &MetaField> {
    let fields = match kind {
        MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } => Some(fields),
        MetaType::Scalar { .. }
        | MetaType::Union { .. }
        | MetaType::Enum { .. }
        | MetaType::InputObject { .. } => None,
    };
    fields.into_iter().flat_map(|fields| fields.values())
}

#[test]
fn every_change_says_what_it_costs() {
    let registry = registry();
    let mutation = &registry.types["Mutation"];
    assert!(fields(mutation).count() > 100);
    let silent: Vec<_> = fields(mutation)
        .filter(|field| field.compute_complexity.is_none())
        .map(|field| &field.name)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// Each element of a list is resolved, so what stands in a list is worth as much as there may be of it.
#[test]
fn every_list_says_what_it_costs() {
    let registry = registry();
    let mut silent = Vec::new();
    // The registry also has the objects that the roots are merged of.
    let shown = sdl();
    for (name, kind) in &registry.types {
        // The connection has said it.
        let is_shown = ["type", "interface"].map(|kind| format!("\n{kind} {name} "));
        if !is_shown.iter().any(|line| shown.contains(line)) || name.ends_with("Connection") {
            continue;
        }
        for field in fields(kind).filter(|field| field.compute_complexity.is_none()) {
            let inner = MetaTypeName::concrete_typename(&field.ty);
            let is_object = matches!(
                registry.types.get(inner),
                Some(MetaType::Object { .. } | MetaType::Interface { .. } | MetaType::Union { .. })
            );
            // Reasons of a refusal come instead of everything else.
            if is_object
                && (field.ty.contains('[') || inner.ends_with("Connection"))
                && field.name != "userErrors"
            {
                silent.push(format!("{name}.{}", field.name));
            }
        }
    }
    silent.sort();
    let listed: Vec<_> = UNDECLARED.iter().map(|(field, _reason)| *field).collect();
    assert_eq!(silent, listed);
}
