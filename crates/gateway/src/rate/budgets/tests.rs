//! With a clock that stands still.

use super::*;
use kernel::{SeededRandom, TestClock};
use store::DatabaseSettings;

fn points(points: u32) -> NonZeroU32 {
    NonZeroU32::new(points).unwrap()
}

fn address(last: u8) -> Spender {
    Spender::of(None, Some(IpAddr::from([10, 0, 0, last])))
}

async fn budgets() -> (Arc<Budgets>, Arc<TestClock>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("db").display());
    let clock = Arc::new(TestClock::at(chrono::DateTime::UNIX_EPOCH));
    let settings = DatabaseSettings::new(url);
    let store = Store::connect(
        &settings,
        Arc::<TestClock>::clone(&clock),
        Arc::new(SeededRandom::new(1)),
    );
    let store = store.await.unwrap();
    (Budgets::new(RateSettings::default(), &store), clock, folder)
}

#[tokio::test]
async fn points_are_taken_all_or_none_and_come_back_evenly() {
    let (budgets, clock, _folder) = budgets().await;
    let charge = |amount| budgets.charge(address(1), points(600), points(amount));
    let balance = |remaining, seconds| Balance {
        size: points(600),
        remaining,
        reset: Duration::from_secs(seconds),
    };
    assert_eq!(charge(400), Charged::Paid(balance(200, 40)));
    assert_eq!(charge(300), Charged::Later(balance(200, 10)));
    assert_eq!(charge(200), Charged::Paid(balance(0, 60)));
    assert_eq!(charge(601), Charged::Never);
    clock.advance(chrono::Duration::seconds(10));
    assert_eq!(charge(100), Charged::Paid(balance(0, 60)));
    clock.advance(chrono::Duration::hours(1));
    assert_eq!(
        charge(1),
        Charged::Paid(Balance {
            size: points(600),
            remaining: 599,
            reset: Duration::from_millis(100)
        })
    );
    let other = budgets.charge(address(2), points(600), points(600));
    assert_eq!(other, Charged::Paid(balance(0, 60)), "each has a budget");
}

#[tokio::test]
async fn what_is_whole_again_is_forgotten() {
    let (budgets, clock, _folder) = budgets().await;
    for last in 0..=255 {
        budgets.charge(address(last), points(600), points(300));
    }
    let known = || {
        let limiters = budgets.limiters.read().unwrap();
        limiters.values().map(|limiter| limiter.len()).sum::<usize>()
    };
    clock.advance(chrono::Duration::seconds(20));
    budgets.forget_whole();
    assert_eq!(known(), 256, "none has all of it yet");
    clock.advance(chrono::Duration::seconds(41));
    budgets.forget_whole();
    assert_eq!(known(), 0);
    assert!(budgets.limiters.read().unwrap().is_empty());
}

#[test]
fn a_network_of_ipv6_is_one_place() {
    let place = |text: &str| Spender::of(None, Some(text.parse().unwrap()));
    assert_eq!(place("2001:db8:1:2::1"), place("2001:db8:1:2:ffff::9"));
    assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
    assert_ne!(place("10.0.0.1"), place("10.0.0.2"));
}
