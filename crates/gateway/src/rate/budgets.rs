//! The budgets of a process. Points come back evenly, and at most a minute's worth is there at once: GCRA, as governor has it.

use super::RateSettings;
use governor::{
    Quota, RateLimiter, clock::Clock, middleware::StateInformationMiddleware, nanos::Nanos,
    state::keyed::DashMapStateStore,
};
use kernel::{OrganizationId, UserId};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Arc, PoisonError, RwLock, Weak},
    time::Duration,
};
use store::Store;

/// How long a whole budget takes to come back.
const WINDOW: Duration = Duration::from_mins(1);

/// How often the budgets are forgotten that are whole again.
const SWEEP: Duration = Duration::from_mins(1);

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spender {
    /// Somebody who has signed in.
    User(UserId),
    /// Everybody else who comes from one place.
    Address(IpAddr),
    /// Everybody in an organization.
    Organization(OrganizationId),
}

impl Spender {
    /// Somebody who is signed in, or else the place they come from. A customer of a provider has a whole /64 of IPv6, so its
    /// addresses are one place.
    pub(crate) fn of(user: Option<UserId>, address: Option<IpAddr>) -> Self {
        if let Some(user) = user {
            return Self::User(user);
        }
        Self::Address(match address {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            Some(address) => address,
            None => Ipv4Addr::UNSPECIFIED.into(),
        })
    }

    /// What the budget is called.
    pub(crate) const fn policy(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Address(_) => "address",
            Self::Organization(_) => "organization",
        }
    }
}

/// How a budget stands after somebody has paid, or could not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Balance {
    /// All of it.
    pub(crate) size: NonZeroU32,
    /// What is left now.
    pub(crate) remaining: u32,
    /// How long it takes until it is whole again, or until there is what was asked for.
    pub(crate) reset: Duration,
}

/// What became of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charged {
    /// It is paid.
    Paid(Balance),
    /// There is not enough now.
    Later(Balance),
    /// There is never enough.
    Never,
}

/// The store's clock, as governor reads it.
#[derive(Clone)]
struct Ticks(Store);

impl Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.elapsed().into()
    }
}

type Limiter = RateLimiter<Spender, DashMapStateStore<Spender>, Ticks, StateInformationMiddleware>;

/// All budgets of a process.
pub(crate) struct Budgets {
    settings: RateSettings,
    ticks: Ticks,
    /// One for each size; most have the same.
    limiters: RwLock<HashMap<NonZeroU32, Arc<Limiter>>>,
}

impl std::fmt::Debug for Budgets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Budgets({:?})", self.settings)
    }
}

impl Budgets {
    /// Budgets, and the task that forgets those nobody needs any more, which ends with them.
    pub(crate) fn new(settings: RateSettings, store: &Store) -> Arc<Self> {
        let budgets = Arc::new(Self {
            settings,
            ticks: Ticks(store.clone()),
            limiters: RwLock::default(),
        });
        tokio::spawn(sweep(Arc::downgrade(&budgets)));
        budgets
    }

    /// How large the budget of somebody is who has none of their own.
    pub(crate) const fn usual(&self, spender: Spender) -> Option<NonZeroU32> {
        match spender {
            Spender::User(_) => self.settings.per_user,
            Spender::Address(_) => self.settings.per_address,
            Spender::Organization(_) => self.settings.per_organization,
        }
    }

    /// Takes points from a budget of this size, all or none.
    pub(crate) fn charge(&self, spender: Spender, size: NonZeroU32, points: NonZeroU32) -> Charged {
        match self.limiter(size).check_key_n(&spender, points) {
            Ok(Ok(state)) => {
                let remaining = state.remaining_burst_capacity();
                Charged::Paid(Balance {
                    size,
                    remaining,
                    reset: time_for(size.get().saturating_sub(remaining), size),
                })
            }
            Ok(Err(until)) => {
                let wait = until.wait_time_from(self.ticks.now());
                Charged::Later(Balance {
                    size,
                    remaining: points.get().saturating_sub(points_in(wait, size)),
                    reset: wait,
                })
            }
            Err(_too_much) => Charged::Never,
        }
    }

    fn limiter(&self, size: NonZeroU32) -> Arc<Limiter> {
        let known = self.limiters.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = known.get(&size) {
            return Arc::clone(limiter);
        }
        drop(known);
        let mut limiters = self.limiters.write().unwrap_or_else(PoisonError::into_inner);
        let limiter = limiters.entry(size).or_insert_with(|| {
            let limiter = RateLimiter::dashmap_with_clock(Quota::per_minute(size), self.ticks.clone());
            Arc::new(limiter.with_middleware())
        });
        Arc::clone(limiter)
    }

    /// Forgets every budget that is whole again, which is what somebody has who was never seen.
    fn forget_whole(&self) {
        let mut limiters = self.limiters.write().unwrap_or_else(PoisonError::into_inner);
        limiters.retain(|_size, limiter| {
            limiter.retain_recent();
            limiter.shrink_to_fit();
            !limiter.is_empty()
        });
    }
}

async fn sweep(budgets: Weak<Budgets>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        match budgets.upgrade() {
            Some(budgets) => budgets.forget_whole(),
            None => return,
        }
    }
}

/// How long points take to come back.
fn time_for(points: u32, size: NonZeroU32) -> Duration {
    WINDOW * points / size.get()
}

/// How many points come back in a time, the last one perhaps not quite.
fn points_in(time: Duration, size: NonZeroU32) -> u32 {
    let points = (time.as_nanos() * u128::from(size.get())).div_ceil(WINDOW.as_nanos());
    u32::try_from(points).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
