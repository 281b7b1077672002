//! Paying out, and calculating it again.

use crate::base::{parse_id, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::payout;
use finance::{payout as commands, verification};
use futures::FutureExt;
use graph::{
    DateTime, Decimal, Payout, PayoutRun, PayoutVerification, RequestContext, UnpaidEarnings, UserErrors,
    error, fault, forbidden, not_found, unauthenticated,
};
use kernel::{ErrorKind, OrganizationId, PayoutId, TypedId};
use store::{Failure, Target};

/// What to pay out.
#[derive(InputObject)]
pub struct RunPayoutsInput {
    /// The organization.
    pub organization_id: ID,
    /// Smaller sums are carried over: an amount in the major unit of each currency, with at most three decimals;
    /// `"20.00"`, if not given.
    pub minimum: Option<Decimal>,
    /// Only what was earned before this moment; everything earned so far, if not given. Not in the future.
    pub cutoff: Option<DateTime>,
    /// How many days earlier the cutoff really is, to wait for refunds: 0 to 365; 0, if not given.
    pub hold_days: Option<i32>,
    /// A text of your own, at most 200 characters. The same key with the same input does nothing again and answers with
    /// what was done the first time.
    pub idempotency_key: String,
    /// Whether to only try it: the answer is the same, and nothing is stored or paid.
    #[graphql(default)]
    pub dry_run: bool,
}

/// Who was paid, and what is carried over.
#[derive(Debug, SimpleObject)]
pub struct RunPayoutsPayload {
    /// The run; null, where nobody was due.
    pub run: Option<PayoutRun>,
    /// Who was paid how much, by currency and then by employee.
    pub payouts: Vec<Payout>,
    /// What is carried over to the next run, because it is less than the minimum or below zero.
    pub carried: Vec<UnpaidEarnings>,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

pub(super) async fn run(ctx: &Context<'_>, input: RunPayoutsInput) -> Result<RunPayoutsPayload> {
    let RunPayoutsInput {
        organization_id,
        minimum,
        cutoff,
        hold_days,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("organizationId", &organization_id);
    let target = id.clone().map(|id| Target::organization("organizationId", id));
    let what = commands::RunPayouts {
        minimum: minimum.map(|minimum| minimum.0),
        cutoff: cutoff.map(|at| at.0),
        hold_days,
    };
    let done = perform(&request, target, dry_run, |tx| {
        let (id, what, key) = (id.clone(), what.clone(), idempotency_key.clone());
        async move {
            let id = id.map_err(Failure::from)?;
            Ok((id, commands::run_payouts(tx, id, what, &key).await?))
        }
        .boxed()
    })
    .await?;
    let (organization, run) = match done {
        Ok(done) => done,
        Err(user_errors) => {
            return Ok(RunPayoutsPayload {
                run: None,
                payouts: Vec::new(),
                carried: Vec::new(),
                replayed: false,
                user_errors,
            });
        }
    };
    let commands::Run {
        run,
        payouts,
        carried,
        replayed,
    } = run;
    let view = view_after(&request, organization);
    Ok(RunPayoutsPayload {
        run: run.map(|row| PayoutRun::new(view.clone(), row)),
        payouts: payouts
            .into_iter()
            .map(|row| Payout::new(view.clone(), row))
            .collect(),
        carried: carried
            .into_iter()
            .map(|balance| {
                let commands::Balance {
                    employee_id,
                    currency,
                    amount_minor,
                    earnings: _,
                } = balance;
                UnpaidEarnings::new(view.clone(), employee_id, &currency, amount_minor)
            })
            .collect::<Result<_>>()?,
        replayed,
        user_errors: Vec::new(),
    })
}

pub(super) async fn verify(ctx: &Context<'_>, id: &ID) -> Result<PayoutVerification> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let id = PayoutId::parse(id).map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
    let target = Target::of::<payout::Entity>("payoutId", id);
    // Rules look at rows that their actor may not see, which takes a transaction. It changes nothing.
    let verified = request
        .store
        .rehearse_in(&request.actor, Some(request.request), &target, |tx| {
            verification::verify_payout(tx, id).boxed()
        })
        .await
        .map_err(|failure| match failure {
            Failure::NotFound(_) | Failure::Refused(_) => not_found("payout"),
            Failure::Forbidden(action) => forbidden(action),
            Failure::Unauthenticated => unauthenticated(),
            Failure::Store(error) => fault(error),
            Failure::Defect(what) => format!("defect: {what}").into(),
        })?;
    let matches = verified.matches();
    let verification::Verification {
        payout,
        recomputed_minor,
        differences,
    } = verified;
    let differences = differences
        .into_iter()
        .map(|difference| {
            let verification::Difference {
                earning,
                expected_minor,
                found_minor,
            } = difference;
            (earning, expected_minor, found_minor)
        })
        .collect();
    let view = view_after(&request, payout.organization_id);
    graph::verify_payout(&view, payout, recomputed_minor, matches, differences)
}
