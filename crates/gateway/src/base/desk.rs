//! Work on uploads that takes memory and a core, a few pieces of it at the same time.

use std::sync::Arc;
use tokio::{
    sync::Semaphore,
    task::{JoinError, spawn_blocking},
};

use crate::live::Place;

/// The places of a request that brings files, for as long as anybody has its files in memory.
#[derive(Clone, Debug)]
pub(crate) struct FilePlaces(#[expect(dead_code, reason = "held")] Arc<Vec<Place>>);

impl FilePlaces {
    pub(crate) fn new(places: Vec<Place>) -> Self {
        Self(Arc::new(places))
    }
}

/// Where work waits for its turn.
pub(crate) struct Desk(Semaphore);

impl Desk {
    /// A desk for so many pieces of work at the same time.
    pub(crate) const fn new(at_once: usize) -> Self {
        Self(Semaphore::const_new(at_once))
    }

    /// Does work where it may take its time. Work that has begun goes on when whoever asked for it has gone away, so until its end it
    /// keeps its turn, and the places of the request.
    pub(crate) async fn run<T: Send + 'static>(
        &'static self,
        places: Option<FilePlaces>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        // Nobody closes a desk.
        let turn = self.0.acquire().await.ok();
        spawn_blocking(move || {
            let done = work();
            drop((turn, places));
            done
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{LiveSettings, Places};
    use kernel::{SeededRandom, SystemClock, TypedId, UserId};
    use std::sync::mpsc;

    #[tokio::test]
    async fn work_keeps_its_turn_and_its_places_when_nobody_waits_for_it() {
        static DESK: Desk = Desk::new(1);
        let all = Places::new(&LiveSettings {
            max_uploads: 1,
            ..LiveSettings::default()
        });
        let user = UserId::generate(&SystemClock, &SeededRandom::new(1));
        let places = FilePlaces::new(all.enter_with_files(user).unwrap());
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let work = DESK.run(Some(places), move || {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
        });
        let mut work = Box::pin(work);
        tokio::select! {
            _done = &mut work => panic!("it waits to be let go on"),
            begun = has_begun => begun.unwrap(),
        }
        drop(work);
        assert_eq!(DESK.0.available_permits(), 0);
        assert!(all.enter_with_files(user).is_none());
        go_on.send(()).unwrap();
        DESK.run(None, || ()).await.unwrap();
        assert!(all.enter_with_files(user).is_some());
    }
}
