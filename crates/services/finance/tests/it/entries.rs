//! What accountants post by hand, and books that are closed.

use crate::world::{World, at, code, in_every_world, percent, problem, within};
use authz::Actor;
use chrono::Duration;
use entities::{event::EventAction, ledger_account::AccountCode, ledger_transaction, organization};
use finance::books::{
    EntrySide, PostLedgerEntry, Posted, ReverseLedgerEntry, close_books, post_ledger_entry,
    reverse_ledger_entry,
};
use kernel::{Code, LedgerTransactionId};
use serde_json::json;
use store::Failure;

fn debit(account: AccountCode, amount: &str) -> EntrySide {
    EntrySide {
        account,
        debit: Some(percent(amount)),
        credit: None,
    }
}

fn credit(account: AccountCode, amount: &str) -> EntrySide {
    EntrySide {
        account,
        debit: None,
        credit: Some(percent(amount)),
    }
}

/// Sales tax that was handed over.
fn handed_over(amount: &str, when: Option<&str>) -> PostLedgerEntry {
    PostLedgerEntry {
        currency: "EUR".to_owned(),
        sides: vec![
            debit(AccountCode::SalesTax, amount),
            credit(AccountCode::Clearing, amount),
        ],
        note: "VAT of March".to_owned(),
        occurred_at: when.map(at),
        into_open_books: false,
    }
}

impl World {
    async fn post(&self, actor: &Actor, entry: PostLedgerEntry, key: &str) -> Result<Posted, Failure> {
        let (organization, key) = (self.organization, key.to_owned());
        self.store()
            .write_in(actor, None, &self.target(), |tx| {
                let (entry, key) = (entry.clone(), key.clone());
                Box::pin(async move { post_ledger_entry(tx, organization, entry, &key).await })
            })
            .await
    }

    async fn take_back(&self, entry: ReverseLedgerEntry, key: &str) -> Result<Posted, Failure> {
        let key = key.to_owned();
        self.store()
            .write_in(&self.owner, None, &self.target(), |tx| {
                let (entry, key) = (entry.clone(), key.clone());
                Box::pin(async move { reverse_ledger_entry(tx, entry, &key).await })
            })
            .await
    }

    async fn close(&self, through: &str) -> Result<organization::Model, Failure> {
        let (organization, through) = (self.organization, through.parse().unwrap());
        within!(self, self.owner, |tx| close_books(tx, organization, through))
    }
}

fn back(transaction_id: LedgerTransactionId, when: Option<&str>) -> ReverseLedgerEntry {
    ReverseLedgerEntry {
        transaction_id,
        note: "Typed twice".to_owned(),
        occurred_at: when.map(at),
        into_open_books: false,
    }
}

#[tokio::test]
async fn an_entry_is_posted_once_and_taken_back_once() {
    in_every_world(|world: World| async move {
        let course = world.product("p").await;
        world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        let entry = handed_over("22.00", None);
        let first = world.post(&world.owner, entry.clone(), "vat").await.unwrap();
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, 0);
        assert_eq!(world.balance(AccountCode::Clearing, "EUR").await, 10_000);
        let again = world.post(&world.owner, entry, "vat").await.unwrap();
        assert!(again.replayed && again.transaction.id == first.transaction.id);
        let other = world.post(&world.owner, handed_over("1", None), "vat").await;
        assert_eq!(code(other), Code::IdempotencyConflict);

        let id = first.transaction.id;
        let taken = world.take_back(back(id, None), "oops").await.unwrap();
        assert_eq!(taken.transaction.source_id, kernel::TypedId::uuid(id));
        assert!(world.take_back(back(id, None), "oops").await.unwrap().replayed);
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, -2_200);
        assert_eq!(
            code(world.take_back(back(id, None), "more").await),
            Code::AlreadyReversed
        );
        let reversal = world.take_back(back(taken.transaction.id, None), "no").await;
        assert_eq!(problem(reversal).params["kind"], "REVERSAL");
        let sale = world.all::<ledger_transaction::Entity>().await[0].id;
        assert_eq!(
            code(world.take_back(back(sale, None), "sale").await),
            Code::NotAnEntry
        );
        let events = world.events(EventAction::LedgerEntryPosted).await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].after.as_ref().unwrap()["note"], "VAT of March");
        assert_eq!(world.events(EventAction::LedgerEntryReversed).await.len(), 1);
        let books = finance::audit::look_over(world.store(), world.organization)
            .await
            .unwrap();
        assert!(books.values().all(finance::audit::Books::agree));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_entry_is_refused_whole() {
    use AccountCode::{Clearing, CreatorPayable, GiftCards, Sales, SalesTax};
    in_every_world(|world: World| async move {
        let refusals = |sides: Vec<EntrySide>, currency: &str| {
            let (world, currency) = (world.clone(), currency.to_owned());
            async move {
                let entry = PostLedgerEntry {
                    currency,
                    sides,
                    ..handed_over("1", None)
                };
                let Err(Failure::Refused(problems)) = world.post(&world.owner, entry, "k").await else {
                    panic!("it was posted");
                };
                let told = |problem: &kernel::Problem| {
                    format!(
                        "{} {:?} {}",
                        problem.field.join("."),
                        problem.code,
                        json!(problem.params)
                    )
                };
                problems.iter().map(told).collect::<Vec<_>>()
            }
        };
        for (sides, currency, expected) in [
            (
                vec![debit(Clearing, "10"), credit(Sales, "9.99")],
                "EUR",
                vec![r#"sides EntryUnbalanced {"credit":"9.99","debit":"10.00"}"#],
            ),
            (
                vec![debit(Clearing, "10")],
                "EUR",
                vec![r#"sides OutOfRange {"max":20,"min":2}"#],
            ),
            (
                vec![debit(Clearing, "10"), credit(Sales, "10")],
                "XXY",
                vec!["currency UnknownCurrency {}"],
            ),
            (
                vec![debit(Clearing, "10.5"), credit(Sales, "-10")],
                "JPY",
                vec![
                    r#"sides.0.debit AmountTooPrecise {"decimals":0}"#,
                    r#"sides.1.credit OutOfRange {"max":"1000000000000","min":"1"}"#,
                ],
            ),
            (
                vec![
                    debit(CreatorPayable, "5"),
                    credit(GiftCards, "5"),
                    debit(SalesTax, "1"),
                    credit(SalesTax, "1"),
                ],
                "EUR",
                vec![
                    "sides.0.account AccountNotForEntries {}",
                    "sides.1.account AccountNotForEntries {}",
                    "sides.3.account Duplicate {}",
                ],
            ),
            (
                vec![
                    EntrySide {
                        account: Clearing,
                        debit: None,
                        credit: None,
                    },
                    credit(Sales, "10"),
                ],
                "EUR",
                vec![r#"sides.0 ExactlyOne {"fields":["debit","credit"]}"#],
            ),
        ] {
            assert_eq!(refusals(sides, currency).await, expected);
        }
        let ahead = world
            .post(&world.owner, handed_over("1", Some("2026-03-14T08:00:01Z")), "k")
            .await;
        assert_eq!(problem(ahead).params["max"], "2026-03-14T08:00:00Z");
        let ancient = world
            .post(&world.owner, handed_over("1", Some("1900-01-01T00:00:00Z")), "k")
            .await;
        assert_eq!(code(ancient), Code::OutOfRange);
        let forbidden = world.post(&world.buyer, handed_over("1", None), "k").await;
        assert!(matches!(forbidden, Err(Failure::Forbidden("ledger.post"))));
        assert!(world.all::<ledger_transaction::Entity>().await.is_empty());
    })
    .await;
}

/// E-L1: what is backdated into closed books is refused, or posted into the open ones with its date.
#[tokio::test]
async fn closed_books_are_left_as_they_are() {
    in_every_world(|world: World| async move {
        let course = world.product("p").await;
        world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        world.wait_until("2026-04-02T09:00:00Z");
        let march = Some("2026-03-31T12:00:00Z");
        let entry = world
            .post(&world.owner, handed_over("10.00", march), "before")
            .await
            .unwrap();
        // The organization's days are those of UTC.
        let today = problem(world.close("2026-04-02").await);
        assert_eq!(
            (today.code, &today.params["max"]),
            (Code::OutOfRange, &json!("2026-04-01"))
        );
        let closed = world.close("2026-03-31").await.unwrap();
        assert_eq!(closed.books_closed_before, Some(at("2026-04-01T00:00:00Z")));
        assert_eq!(world.close("2026-03-31").await.unwrap(), closed);
        let back_in_time = problem(world.close("2026-03-30").await);
        assert_eq!(back_in_time.params["min"], "2026-03-31");
        let events = world.events(EventAction::BooksClosed).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            (&events[0].before, &events[0].after),
            (
                &Some(json!({ "booksClosedThrough": null })),
                &Some(json!({ "booksClosedThrough": "2026-03-31" }))
            )
        );

        let refused = problem(
            world
                .post(&world.owner, handed_over("12.00", march), "late")
                .await,
        );
        assert_eq!(refused.code, Code::PeriodClosed);
        assert_eq!(
            json!(refused.params),
            json!({ "closedThrough": "2026-03-31", "openFrom": "2026-04-01T00:00:00Z" })
        );
        assert_eq!(
            code(world.take_back(back(entry.transaction.id, march), "late").await),
            Code::PeriodClosed
        );
        let noted = PostLedgerEntry {
            into_open_books: true,
            ..handed_over("12.00", march)
        };
        let posted = world.post(&world.owner, noted, "late").await.unwrap().transaction;
        assert_eq!(
            (posted.occurred_at, posted.originally_occurred_at),
            (at("2026-04-02T09:00:00Z"), march.map(at))
        );
        // An entry of closed books is taken back in the open ones, and sales go on.
        world
            .take_back(back(entry.transaction.id, None), "back")
            .await
            .unwrap();
        world.sell("EUR", 0, &[(course, 5_000, 0)]).await;
        world.pass(Duration::days(1));
        let paid = world.pay_out(None, "april").await.unwrap();
        assert!(paid.run.is_none());
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, -1_000);
    })
    .await;
}
