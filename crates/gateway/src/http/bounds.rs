//! The checks a document passes before it is validated and executed.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{
    Request, ServerError, ServerResult, ValidationResult, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextValidation},
    parser::types::ExecutableDocument,
    registry::Registry,
};

use kernel::ErrorKind;

use super::{Limits, errors, introspected, measure, operation::chosen, scan, variables};

/// Errors of validation that are reported; an invalid document is not answered with a megabyte of complaints.
const MAX_REPORTED: usize = 50;

/// How many of the points that were asked for are those of an introspection.
pub(crate) const INTROSPECTION: &str = "introspection";

/// Values of an introspection for a point: none of them needs the database, and one execution makes all of them at a stretch.
const VALUES_PER_POINT: usize = 10;

/// What async-graphql says where a schema sets `limit_complexity` or `limit_depth` itself.
const LIMITS_OF_THE_SCHEMA: [&str; 2] = ["Query is too complex.", "Query is nested too deep."];

/// Holds each request to [`Limits`], on every transport the schema is served by, and gives the errors of parsing, of validation and
/// of variables their codes.
///
/// It works in `prepare_request`, because async-graphql's own walk over a parsed document follows every spread and never comes
/// back from twenty fragments that spread each other ten times. An extension may replace the document in the same hook: those
/// registered later are asked first, those registered earlier hand over what they made of it.
#[derive(Clone, Copy, Debug)]
pub struct Bounds(pub Limits);

impl ExtensionFactory for Bounds {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Bounded {
            limits: self.0,
            introspection: AtomicUsize::new(0),
        })
    }
}

/// One request.
struct Bounded {
    limits: Limits,
    /// Points of its introspection.
    introspection: AtomicUsize,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Bounded {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let mut request = next.run(ctx, request).await?;
        scan::check(&request.query, &self.limits)?;
        let name = request.operation_name.take();
        let mut variables = std::mem::take(&mut request.variables);
        let checked = match request.parsed_query() {
            Ok(document) => self.check(
                document,
                name.as_deref(),
                &mut variables,
                &ctx.schema_env.registry,
            ),
            Err(error) => Err(not_parsed(error)),
        };
        request.operation_name = name;
        request.variables = variables;
        checked.map(|()| request)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let mut result = next.run(ctx).await.map_err(|mut invalid| {
            invalid.truncate(MAX_REPORTED);
            for error in &mut invalid {
                let limited = LIMITS_OF_THE_SCHEMA.contains(&error.message.as_str());
                let code = if limited {
                    ErrorKind::LimitExceeded.code()
                } else {
                    errors::VALIDATION_FAILED
                };
                errors::code_if_none(error, code);
                errors::shorten(error);
            }
            invalid
        })?;
        let introspection = self.introspection.load(Ordering::Relaxed);
        result.complexity = result.complexity.saturating_add(introspection);
        let max = self.limits.max_complexity;
        if result.complexity > max {
            let mut refused = errors::limit_exceeded("complexity", max, "points of complexity");
            errors::set(&mut refused, "requested", result.complexity);
            if introspection > 0 {
                errors::set(&mut refused, INTROSPECTION, introspection);
            }
            return Err(vec![refused]);
        }
        Ok(result)
    }
}

impl Bounded {
    fn check(
        &self,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        variables: &mut Variables,
        registry: &Registry,
    ) -> ServerResult<()> {
        measure::check(document, &self.limits)?;
        variables::check_declarations(&document.operations, registry)?;
        let operation = chosen(&document.operations, operation_name).ok_or_else(|| {
            let message = match operation_name {
                Some(name) => format!("The document has no operation \"{name}\"."),
                None => "`operationName` must say which operation is meant.".to_owned(),
            };
            errors::coded(message, errors::OPERATION_UNRESOLVED)
        })?;
        variables::check_values(&operation.node, variables, registry)?;
        variables::fill(&operation.node, variables);
        let max = self.limits.max_complexity.saturating_mul(VALUES_PER_POINT);
        let values = introspected::values(document, &operation.node, variables, registry, max);
        self.introspection
            .store(values.div_ceil(VALUES_PER_POINT), Ordering::Relaxed);
        Ok(())
    }
}

/// The parser draws the line it could not read, however long; what it expected is enough, and the error has the position.
fn not_parsed(mut error: ServerError) -> ServerError {
    if let Some((_, expected)) = error.message.rsplit_once("\n  = ") {
        error.message = format!("Syntax error: {}", expected.trim_end());
    }
    errors::code_if_none(&mut error, errors::PARSE_FAILED);
    errors::shorten(&mut error);
    error
}
