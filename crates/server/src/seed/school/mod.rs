//! What an organization teaches and sells, through the same commands that its people use.

mod course;
mod format;
mod learn;
mod order;
mod shop;

pub use format::*;

use super::{organization::House, planter::Planter};
use crate::words::explained;
use anyhow::Context;
use futures::future::BoxFuture;
use indicatif::ProgressBar;
use store::{Failure, OrgTx, Target};

impl Planter<'_> {
    /// Everything of a school, in an order in which each step finds what it needs.
    pub(super) async fn school(
        &self,
        house: &House,
        seed: &SeedSchool,
        bar: &ProgressBar,
    ) -> anyhow::Result<()> {
        self.rates(house, seed).await?;
        for course in &seed.courses {
            bar.set_message(course.title.clone());
            let name = || format!("course {}", course.slug);
            Box::pin(self.course(house, course)).await.with_context(name)?;
            bar.inc(1);
        }
        for offer in &seed.offers {
            let name = || format!("offer {}", offer.code);
            self.offer(house, offer).await.with_context(name)?;
        }
        for (number, order) in (1..).zip(&seed.orders) {
            bar.set_message(format!("{} buys {}", order.customer, order.course));
            let name = || format!("order {number} of {}", order.customer);
            Box::pin(self.order(house, number, order))
                .await
                .with_context(name)?;
            bar.inc(1);
        }
        if let Some(by) = &seed.payout_by {
            self.pay_out(house, by).await.context("the payout")?;
        }
        Ok(())
    }

    /// Lets somebody of the file do something in the organization.
    async fn act<T, F>(&self, house: &House, email: &str, work: F) -> anyhow::Result<T>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let actor = self.cast.actor(self.store, email)?;
        let target = Target::organization("organizationId", house.row.id);
        self.store
            .write_in(&actor, None, &target, work)
            .await
            .map_err(explained)
    }

    /// The same as the owner.
    async fn act_as_owner<T, F>(&self, house: &House, work: F) -> anyhow::Result<T>
    where
        F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let target = Target::organization("organizationId", house.row.id);
        self.store
            .write_in(&house.owner, None, &target, work)
            .await
            .map_err(explained)
    }
}
