//! What one request costs, and who pays.

use super::{
    budgets::{Balance, Budgets, Charged, Spender},
    headers::whole_seconds,
};
use async_graphql::{ErrorExtensions, Pos, ServerError};
use graph::{error, fault};
use kernel::{ErrorKind, OrganizationId};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::{Gate, Overdrawn, StoreError, Toll};

/// What an operation costs that is turned away before its cost is known: what it took to find out.
const FLAT: NonZeroU32 = FIRST.saturating_add(19);

/// What is asked for before anything is looked at.
const FIRST: NonZeroU32 = NonZeroU32::MIN;

/// The costs of one request. All operations of a batch together are one request.
#[derive(Debug)]
pub(crate) struct Spending {
    budgets: Arc<Budgets>,
    payer: Spender,
    tab: Mutex<Tab>,
}

#[derive(Debug, Default)]
struct Tab {
    /// What the operations cost that are executed.
    points: u32,
    payer: Option<Balance>,
    organizations: HashMap<OrganizationId, Paid>,
    /// How long until what was refused can be paid.
    wait: Option<Duration>,
}

/// What a request has paid in one organization.
#[derive(Clone, Copy, Debug)]
struct Paid {
    size: NonZeroU32,
    points: u32,
    balance: Balance,
}

/// A budget that does not allow it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    spender: Spender,
    size: NonZeroU32,
    requested: u32,
    wait: Option<Duration>,
}

impl Spending {
    pub(crate) fn new(budgets: &Arc<Budgets>, payer: Spender) -> Arc<Self> {
        Arc::new(Self {
            budgets: Arc::clone(budgets),
            payer,
            tab: Mutex::default(),
        })
    }

    fn tab(&self) -> MutexGuard<'_, Tab> {
        self.tab.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for the first point of an operation before it is looked at: who has nothing left is not even read.
    pub(crate) fn begin(&self) -> Result<(), Refused> {
        self.pay_own(FIRST)
    }

    /// Pays for an operation that has begun and is going to be executed.
    pub(super) fn admit(&self, cost: u32) -> Result<(), Refused> {
        if let Some(rest) = NonZeroU32::new(cost.saturating_sub(FIRST.get())) {
            self.pay_own(rest)?;
        }
        let mut tab = self.tab();
        tab.points = tab.points.saturating_add(cost);
        let due = tab.points;
        // Of a batch: what the others have entered already, this one may use without entering it again.
        let entered: Vec<_> = tab
            .organizations
            .iter()
            .map(|(id, paid)| (*id, paid.size))
            .collect();
        let paid = entered
            .into_iter()
            .try_for_each(|(id, size)| tab.pay_in(&self.budgets, id, size, due));
        if paid.is_err() {
            tab.points = tab.points.saturating_sub(cost);
        }
        paid
    }

    /// Pays for an operation that has begun and is not going to be executed. It is turned away in any case.
    pub(super) fn spoil(&self) {
        if let Some(rest) = NonZeroU32::new(FLAT.get() - FIRST.get()) {
            let _turned_away_anyway = self.pay_own(rest);
        }
    }

    /// Pays for what was done to find out that an introspection costs too much: a tenth of what it would have cost.
    pub(super) fn pay_for_looking(&self, introspection: u32) {
        if let Some(points) = NonZeroU32::new(introspection / 10) {
            let _turned_away_anyway = self.pay_own(points);
        }
    }

    /// Pays for a request that was turned away before it came to the schema, for one that brings files before they are read, and for a
    /// download.
    pub(crate) fn pay_flat(&self) -> Result<(), Refused> {
        self.pay_own(FLAT)
    }

    fn pay_own(&self, points: NonZeroU32) -> Result<(), Refused> {
        let Some(size) = self.budgets.usual(self.payer) else {
            return Ok(());
        };
        let charged = self.budgets.charge(self.payer, size, points);
        let mut tab = self.tab();
        let (balance, paid) = tab.settle(charged, self.payer, size, points);
        tab.payer = balance.or(tab.payer);
        paid
    }

    /// The name and the state of each budget that something was asked of. Of several organizations, the one that has the least left.
    pub(super) fn balances(&self) -> Vec<(&'static str, Balance)> {
        let tab = self.tab();
        let scarcest = tab
            .organizations
            .iter()
            .min_by_key(|(_, paid)| paid.balance.remaining);
        let organization = scarcest.map(|(id, paid)| (Spender::Organization(*id).policy(), paid.balance));
        let own = tab.payer.map(|balance| (self.payer.policy(), balance));
        own.into_iter().chain(organization).collect()
    }

    /// What can be spent at once.
    pub(super) fn remaining(&self) -> Option<u32> {
        self.balances().iter().map(|(_, balance)| balance.remaining).min()
    }

    /// How long until what was refused can be paid.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.tab().wait
    }
}

impl Tab {
    /// Notes what became of a payment.
    fn settle(
        &mut self,
        charged: Charged,
        spender: Spender,
        size: NonZeroU32,
        points: NonZeroU32,
    ) -> (Option<Balance>, Result<(), Refused>) {
        let refused = |wait| {
            Err(Refused {
                spender,
                size,
                requested: points.get(),
                wait,
            })
        };
        match charged {
            Charged::Paid(balance) => (Some(balance), Ok(())),
            Charged::Later(balance) => {
                metrics::counter!("volmify_rate_limited_total", "policy" => spender.policy()).increment(1);
                self.wait = self.wait.max(Some(balance.reset));
                (Some(balance), refused(Some(balance.reset)))
            }
            Charged::Never => (None, refused(None)),
        }
    }

    /// Pays in an organization what is due there and not paid yet.
    fn pay_in(
        &mut self,
        budgets: &Budgets,
        id: OrganizationId,
        size: NonZeroU32,
        due: u32,
    ) -> Result<(), Refused> {
        let known = self.organizations.get(&id).copied();
        let paid = known.map_or(0, |paid| paid.points);
        let Some(points) = NonZeroU32::new(due.saturating_sub(paid)) else {
            return Ok(());
        };
        let spender = Spender::Organization(id);
        let charged = budgets.charge(spender, size, points);
        let (balance, outcome) = self.settle(charged, spender, size, points);
        if let Some(balance) = balance.or(known.map(|paid| paid.balance)) {
            let points = if outcome.is_ok() { due } else { paid };
            self.organizations.insert(
                id,
                Paid {
                    size,
                    points,
                    balance,
                },
            );
        }
        outcome
    }
}

impl Toll for Spending {
    fn pay(&self, gate: &Gate) -> Result<(), Overdrawn> {
        let own = gate.points_per_minute;
        let own = own.and_then(|points| NonZeroU32::new(points.unsigned_abs()));
        let size = own.or_else(|| self.budgets.usual(Spender::Organization(gate.organization)));
        let Some(size) = size else {
            return Ok(());
        };
        let mut tab = self.tab();
        let due = tab.points;
        tab.pay_in(&self.budgets, gate.organization, size, due)
            .map_err(Refused::overdrawn)
    }
}

impl Refused {
    const fn overdrawn(self) -> Overdrawn {
        Overdrawn {
            points_per_minute: self.size.get(),
            requested: self.requested,
            wait: self.wait,
        }
    }

    /// What a client is told who may know whose budget it is.
    pub(crate) fn message(self) -> String {
        let Self {
            spender,
            size,
            requested,
            wait,
        } = self;
        let who = match spender {
            Spender::User(_) => "You have",
            Spender::Address(_) => "Without signing in, everybody at your address together has",
            Spender::Organization(_) => "The organization has",
        };
        match wait {
            Some(wait) => format!(
                "{who} {size} points per minute, and fewer are left than the {requested} this costs; try again in {} s.",
                whole_seconds(wait)
            ),
            None => {
                format!("{who} {size} points per minute, and this costs {requested}; ask for less at a time.")
            }
        }
    }

    /// An error of the whole operation.
    pub(super) fn into_server_error(self) -> ServerError {
        let told = match self.spender {
            Spender::Organization(_) => fault(StoreError::Overdrawn(self.overdrawn())),
            Spender::User(_) | Spender::Address(_) => match self.wait {
                Some(wait) => error(ErrorKind::RateLimited, self.message()).extend_with(|_, extensions| {
                    extensions.set("policy", self.spender.policy());
                    extensions.set("retryAfterSeconds", whole_seconds(wait));
                }),
                None => error(ErrorKind::LimitExceeded, self.message()).extend_with(|_, extensions| {
                    extensions.set("limit", "rate");
                    extensions.set("max", self.size.get());
                    extensions.set("requested", self.requested);
                }),
            },
        };
        ServerError {
            locations: Vec::new(),
            ..told.into_server_error(Pos::default())
        }
    }
}
