//! How many connections there are, of whom.

use super::LiveSettings;
use kernel::UserId;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Whose places are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Holder {
    /// Everybody.
    Everybody,
    /// Who comes from one address.
    Address(IpAddr),
    /// One user.
    User(UserId),
    /// Everybody who sends files.
    Uploads,
    /// One user who sends files.
    UploadsOf(UserId),
}

/// The places of a process.
#[derive(Debug)]
pub(crate) struct Places {
    everybody: usize,
    address: usize,
    user: usize,
    uploads: usize,
    uploads_of_user: usize,
    taken: Mutex<HashMap<Holder, usize>>,
}

/// A place that is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    holder: Holder,
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.holder == Holder::Everybody {
            open_connections().decrement(1.0);
        }
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

/// How many sockets and streams are open, for whoever watches the server.
fn open_connections() -> metrics::Gauge {
    metrics::gauge!("volmify_open_connections")
}

impl Places {
    pub(crate) fn new(settings: &LiveSettings) -> Arc<Self> {
        Arc::new(Self {
            everybody: settings.max_connections,
            address: settings.max_per_address,
            user: settings.max_per_user,
            uploads: settings.max_uploads,
            uploads_of_user: settings.max_uploads_per_user,
            taken: Mutex::default(),
        })
    }

    /// A place, unless the holder has all there are.
    pub(crate) fn take(self: &Arc<Self>, holder: Holder) -> Option<Place> {
        let max = match holder {
            Holder::Everybody => self.everybody,
            Holder::Address(_) => self.address,
            Holder::User(_) => self.user,
            Holder::Uploads => self.uploads,
            Holder::UploadsOf(_) => self.uploads_of_user,
        };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(holder).or_default();
        if *count >= max {
            return None;
        }
        *count += 1;
        if holder == Holder::Everybody {
            open_connections().increment(1.0);
        }
        Some(Place {
            places: Arc::clone(self),
            holder,
        })
    }

    /// The places that somebody needs who sends files, which are in memory until the request is answered.
    pub(crate) fn enter_with_files(self: &Arc<Self>, user: UserId) -> Option<Vec<Place>> {
        let holders = [Holder::UploadsOf(user), Holder::Uploads];
        holders.into_iter().map(|holder| self.take(holder)).collect()
    }

    /// The places a connection needs before it is known whose it is.
    pub(crate) fn enter(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Vec<Place>> {
        let holders = [Some(Holder::Everybody), address.map(Holder::Address)];
        holders
            .into_iter()
            .flatten()
            .map(|holder| self.take(holder))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_is_gone() {
        let places = Places::new(&LiveSettings {
            max_connections: 3,
            max_per_address: 2,
            ..LiveSettings::default()
        });
        let [here, there] = [1, 2].map(|last| Some(IpAddr::from([127, 0, 0, last])));
        let first = places.enter(here).unwrap();
        let second = places.enter(here).unwrap();
        assert!(places.enter(here).is_none(), "two of one address");
        let third = places.enter(there).unwrap();
        assert!(places.enter(there).is_none(), "three in all");
        drop((first, third));
        assert!(places.enter(here).is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty());
    }
}
