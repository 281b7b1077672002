//! The one place where the schema is built.

use crate::{
    base::FilePlaces,
    commerce::{CatalogueMutation, CatalogueQuery},
    content::ContentMutation,
    finance::{FinanceMutation, FinanceQuery},
    governance::{GovernanceMutation, GovernanceQuery, GovernanceSubscription},
    http::{Bounds, Conformance, Documents, Handover, Limits, ReadOnlyGet, Uploads},
    identity::{IdentityMutation, IdentityQuery, SessionCookie},
    learning::{LearningMutation, LearningQuery},
    orders::OrderMutation,
    people::{PeopleMutation, PeopleQuery},
    rate::{Cost, Spending},
};
use async_graphql::{
    Data, MergedObject, MergedSubscription, SDLExportOptions, Schema, ValidationMode,
    extensions::ExtensionContext,
};
use files::Files;
use graph::{LiveRequest, Node, PublicUrl, RequestContext, UsualRateLimit};
use identity::Identity;
use payments::PaymentGateway;
use serde_json::{Value, json};
use std::sync::Arc;

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

/// Builds the schema with its limits. Its answers may have parts that are JSON already, and are written with [`graph::write_json`].
pub fn schema(limits: Limits) -> ApiSchema {
    Schemas::build(limits, Documents::default(), None).asked
}

/// The schema as it is served.
pub(crate) struct Schemas {
    /// What every request may be sent to.
    pub(crate) asked: ApiSchema,
    /// Executes what has been found valid, and what is allowed, without asking.
    pub(crate) executing: ApiSchema,
}

impl Schemas {
    /// Builds them with their limits, the documents they know, and the address they are served under.
    pub(crate) fn build(limits: Limits, documents: Documents, public_url: Option<PublicUrl>) -> Self {
        let bare = || {
            let builder = Schema::build(Query::default(), Mutation::default(), Subscription::default());
            let builder = builder.register_output_type::<Node>().disable_suggestions();
            match &public_url {
                Some(url) => builder.data(url.clone()),
                None => builder,
            }
        };
        // What they are given has been found valid by the one with extensions.
        let executing = || bare().validation_mode(ValidationMode::Fast);
        let introspected = executing().finish();
        // async-graphql looks through all types for each field of a query, for whether some belong to a federation, unless it is told that
        // there is one. The fields that it adds then are not valid, and who asks about the schema is not told of them.
        let executing = executing().enable_federation().finish();
        let asked = bare()
            .extension(Cost(limits))
            .extension(Conformance)
            .extension(ReadOnlyGet)
            .extension(Bounds(limits))
            .extension(documents)
            .extension(Handover::to(executing.clone(), introspected, belongings))
            .finish();
        Self { asked, executing }
    }
}

/// What resolvers are given with a request, besides the schema's own.
fn belongings(ctx: &ExtensionContext<'_>) -> Data {
    let mut data = Data::default();
    carry::<Arc<RequestContext>>(ctx, &mut data);
    carry::<Arc<Spending>>(ctx, &mut data);
    carry::<Arc<LiveRequest>>(ctx, &mut data);
    carry::<SessionCookie>(ctx, &mut data);
    carry::<Identity>(ctx, &mut data);
    carry::<Arc<dyn PaymentGateway>>(ctx, &mut data);
    carry::<Files>(ctx, &mut data);
    carry::<FilePlaces>(ctx, &mut data);
    carry::<Uploads>(ctx, &mut data);
    carry::<Limits>(ctx, &mut data);
    carry::<webhooks::Reach>(ctx, &mut data);
    carry::<UsualRateLimit>(ctx, &mut data);
    data
}

fn carry<T: Clone + Send + Sync + 'static>(ctx: &ExtensionContext<'_>, data: &mut Data) {
    if let Some(value) = ctx.data_opt::<T>() {
        data.insert(value.clone());
    }
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
