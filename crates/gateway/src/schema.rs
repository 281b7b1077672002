//! The one place where the schema is built.

use crate::{
    commerce::{CatalogueMutation, CatalogueQuery},
    content::ContentMutation,
    finance::{FinanceMutation, FinanceQuery},
    governance::{GovernanceMutation, GovernanceQuery, GovernanceSubscription},
    http::{Bounds, Conformance, Documents, Limits, ReadOnlyGet},
    identity::{IdentityMutation, IdentityQuery},
    learning::{LearningMutation, LearningQuery},
    orders::OrderMutation,
    people::{PeopleMutation, PeopleQuery},
    rate::Cost,
};
use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema};
use graph::{Node, PublicUrl};
use serde_json::{Value, json};

/// Everything that can be asked.
#[derive(MergedObject, Debug, Default)]
pub struct Query(
    IdentityQuery,
    PeopleQuery,
    GovernanceQuery,
    CatalogueQuery,
    FinanceQuery,
    LearningQuery,
);

/// Everything that can be changed.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(
    // What comes first is asked last, so it makes the way to the others no longer.
    GovernanceMutation,
    IdentityMutation,
    PeopleMutation,
    ContentMutation,
    LearningMutation,
    CatalogueMutation,
    FinanceMutation,
    OrderMutation,
);

/// Everything that can be followed.
#[derive(MergedSubscription, Debug, Default)]
pub struct Subscription(GovernanceSubscription);

/// The whole API.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema with its limits.
pub fn schema(limits: Limits) -> ApiSchema {
    schema_with(limits, Documents::default(), None)
}

/// Builds the schema with its limits, the documents it knows, and the address it is served under.
pub(crate) fn schema_with(limits: Limits, documents: Documents, public_url: Option<PublicUrl>) -> ApiSchema {
    let mut builder = Schema::build(Query::default(), Mutation::default(), Subscription::default());
    if let Some(url) = public_url {
        builder = builder.data(url);
    }
    builder
        .register_output_type::<Node>()
        .extension(Cost(limits))
        .extension(Conformance)
        .extension(ReadOnlyGet)
        .extension(Bounds(limits))
        .extension(documents)
        .disable_suggestions()
        .finish()
}

/// The schema as text, sorted, as it is committed in `schema.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by();
    let mut text = schema(Limits::default()).sdl_with_options(options);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../examples/operations"]
struct Examples;

/// The example operations as GraphiQL's ready-made tabs: title, document, variables.
pub fn example_operations() -> Vec<Value> {
    let text =
        |name: &str| Examples::get(name).and_then(|file| String::from_utf8(file.data.into_owned()).ok());
    let mut names: Vec<_> = Examples::iter()
        .filter(|name| name.ends_with(".graphql"))
        .collect();
    names.sort();
    names
        .into_iter()
        .filter_map(|name| {
            let query = text(&name)?;
            let title = query
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches(['#', ' '])
                .to_owned();
            let variables = text(&name.replace(".graphql", ".variables.json")).unwrap_or_default();
            Some(json!({ "title": title, "query": query, "variables": variables }))
        })
        .collect()
}
