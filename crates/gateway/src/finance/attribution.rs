//! Changing who earns which share.

use crate::base::{parse_id, payload, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::{attribution, product};
use finance::attribution as commands;
use futures::{FutureExt, future::BoxFuture};
use graph::{Attribution, AttributionKind, DateTime, Decimal, RequestContext, UserErrors};
use kernel::{AttributionId, MemberId, Problem, ProductId, TypedId, prefix_of};
use store::{Failure, OrgTx, Target};

/// A share of what a product earns.
#[derive(InputObject)]
pub struct CreateAttributionInput {
    /// The product.
    pub product_id: ID,
    /// Who is to earn: an employee. The id of a member stands for what they are employed as now.
    pub employee_id: ID,
    /// What for.
    pub kind: AttributionKind,
    /// The share of the net, as a percentage with at most four decimals: `"60"`.
    pub share: Decimal,
    /// From when on; now, if not given. Sales that were paid before are not shared again.
    pub effective_from: Option<DateTime>,
    /// Until before when; for good, if not given.
    pub effective_to: Option<DateTime>,
    /// Whether to only try it: the answer is the same, and nothing is stored.
    #[graphql(default)]
    pub dry_run: bool,
}

/// When a share ends.
#[derive(InputObject)]
pub struct EndAttributionInput {
    /// The attribution.
    pub id: ID,
    /// Until before when it is in force; now, if not given. Not before its last earning.
    pub effective_to: Option<DateTime>,
    /// Whether to only try it: the answer is the same, and nothing is stored.
    #[graphql(default)]
    pub dry_run: bool,
}

/// Another share, from a moment on.
#[derive(InputObject)]
pub struct ChangeAttributionShareInput {
    /// The attribution; it ends.
    pub id: ID,
    /// The new share of the net, as a percentage with at most four decimals.
    pub share: Decimal,
    /// From when on; now, if not given. After the last earning.
    pub effective_from: Option<DateTime>,
    /// Whether to only try it: the answer is the same, and nothing is stored.
    #[graphql(default)]
    pub dry_run: bool,
}

payload! {
    /// The new attribution.
    CreateAttributionPayload {
        /// The attribution.
        attribution: Attribution
    }
    /// The attribution with its end.
    EndAttributionPayload {
        /// The attribution.
        attribution: Attribution
    }
}

/// The attribution with the new share, and the one that ended.
#[derive(Debug, SimpleObject)]
pub struct ChangeAttributionSharePayload {
    /// The attribution with the new share. The same as before, if the share is.
    pub attribution: Option<Attribution>,
    /// The attribution that ended. The same as before, if the share is.
    pub ended_attribution: Option<Attribution>,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

/// Who is meant by the id of an employee or a member.
fn whom(id: &ID) -> std::result::Result<commands::Whom, Problem> {
    if prefix_of(id) == Some(MemberId::PREFIX) {
        return parse_id("employeeId", id).map(commands::Whom::Member);
    }
    parse_id("employeeId", id).map(commands::Whom::Employee)
}

pub(super) async fn create(
    ctx: &Context<'_>,
    input: CreateAttributionInput,
) -> Result<CreateAttributionPayload> {
    let CreateAttributionInput {
        product_id,
        employee_id,
        kind,
        share,
        effective_from,
        effective_to,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let product = parse_id::<ProductId>("productId", &product_id);
    let employee = whom(&employee_id);
    let target = product
        .clone()
        .map(|id| Target::of::<product::Entity>("productId", id));
    let done = perform(&request, target, dry_run, |tx| {
        let (product, employee) = (product.clone(), employee.clone());
        async move {
            let new = commands::NewAttribution {
                product: product.map_err(Failure::from)?,
                employee: employee.map_err(Failure::from)?,
                kind: kind.into(),
                share: share.0,
                effective_from: effective_from.map(|at| at.0),
                effective_to: effective_to.map(|at| at.0),
            };
            commands::create_attribution(tx, new).await
        }
        .boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Attribution::new(view_after(&request, row.organization_id), row)),
        Err(refused) => Err(refused),
    }
    .into())
}

/// Runs a command on an attribution.
async fn on_attribution<T, F>(
    request: &RequestContext,
    id: &ID,
    dry_run: bool,
    work: F,
) -> Result<crate::base::Outcome<T>>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a OrgTx, AttributionId) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    let id = parse_id::<AttributionId>("id", id);
    let target = id.clone().map(|id| Target::of::<attribution::Entity>("id", id));
    perform(request, target, dry_run, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    })
    .await
}

pub(super) async fn end(ctx: &Context<'_>, input: EndAttributionInput) -> Result<EndAttributionPayload> {
    let EndAttributionInput {
        id,
        effective_to,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let to = effective_to.map(|at| at.0);
    let done = on_attribution(&request, &id, dry_run, |tx, id| {
        commands::end_attribution(tx, id, to).boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Attribution::new(view_after(&request, row.organization_id), row)),
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn change_share(
    ctx: &Context<'_>,
    input: ChangeAttributionShareInput,
) -> Result<ChangeAttributionSharePayload> {
    let ChangeAttributionShareInput {
        id,
        share,
        effective_from,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let change = commands::ChangeShare {
        share: share.0,
        effective_from: effective_from.map(|at| at.0),
    };
    let done = on_attribution(&request, &id, dry_run, |tx, id| {
        commands::change_attribution_share(tx, id, change.clone()).boxed()
    })
    .await?;
    Ok(match done {
        Ok(commands::Changed { ended, begun }) => {
            let view = view_after(&request, begun.organization_id);
            ChangeAttributionSharePayload {
                attribution: Some(Attribution::new(view.clone(), begun)),
                ended_attribution: Some(Attribution::new(view, ended)),
                user_errors: Vec::new(),
            }
        }
        Err(user_errors) => ChangeAttributionSharePayload {
            attribution: None,
            ended_attribution: None,
            user_errors,
        },
    })
}
