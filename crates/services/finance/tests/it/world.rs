//! An organization with creators and a buyer, and short ways to act as them.

use crate::database::{Database, everywhere};
use authz::{
    Actor, SignedIn, SystemTask,
    actions::{SettleRefund, Shop},
};
use chrono::{DateTime, Duration, Utc};
use entities::{
    attribution::{self, AttributionKind},
    employee, event,
    ledger_account::{self, AccountCode},
    member, order, order_line, profile, user,
};
use finance::{
    attribution::{NewAttribution, Whom, create_attribution},
    payout::{Run, RunPayouts, run_payouts},
    refund::reverse,
    sale::recognize,
};
use kernel::{Code, Email, EmployeeId, MemberId, OrganizationId, Problem, ProductId, SessionId, UserId};
use people::founding::{NewOrganization, found};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait};
use std::{collections::BTreeMap, fmt::Debug, str::FromStr};
use store::{CrossOrganization, Failure, Store, Target};

/// Runs a command in the organization, as somebody.
macro_rules! within {
    ($world:expr, $actor:expr, |$tx:ident| $call:expr) => {
        $world
            .store()
            .write_in(&$actor, None, &$world.target(), |$tx| {
                Box::pin(async move { $call.await })
            })
            .await
    };
}
pub(crate) use within;

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) database: Database,
    pub(crate) raw: DatabaseConnection,
    pub(crate) organization: OrganizationId,
    /// Owns the organization and works in it.
    pub(crate) owner: Actor,
    pub(crate) owner_employee: EmployeeId,
    /// A plain member.
    pub(crate) buyer: Actor,
    pub(crate) buyer_member: MemberId,
}

/// Runs a test in a fresh world on every back end.
pub(crate) async fn in_every_world<F, Done>(test: F)
where
    F: Fn(World) -> Done + Clone + Send + Sync + 'static,
    Done: Future<Output = ()> + Send + 'static,
{
    everywhere(move |database| {
        let test = test.clone();
        async move { test(World::new(database).await).await }
    })
    .await;
}

/// The only problem of a refusal.
pub(crate) fn problem<T: Debug>(outcome: Result<T, Failure>) -> Problem {
    match outcome {
        Err(Failure::Refused(problems)) if problems.len() == 1 => problems[0].clone(),
        other => panic!("expected one problem, got {other:?}"),
    }
}

/// The code of the only problem of a refusal.
pub(crate) fn code<T: Debug>(outcome: Result<T, Failure>) -> Code {
    problem(outcome).code
}

pub(crate) fn percent(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What one line sells: the product, its amount without tax, the tax.
pub(crate) type Sold = (ProductId, i64, i64);

/// An order that was paid, and its lines.
pub(crate) type Paid = (order::Model, Vec<order_line::Model>);

impl World {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test plants and looks behind the store"
    )]
    async fn new(database: Database) -> Self {
        let raw = sea_orm::Database::connect(&database.url).await.unwrap();
        let mut world = Self {
            raw,
            organization: database.store.new_id(),
            owner: Actor::Anonymous,
            owner_employee: database.store.new_id(),
            buyer: Actor::Anonymous,
            buyer_member: database.store.new_id(),
            database,
        };
        world.owner = world.user("ana").await;
        let input = NewOrganization {
            name: "Alpenglow".to_owned(),
            ..NewOrganization::default()
        };
        let organization = found(world.store(), &world.owner, None, input).await.unwrap();
        world.organization = organization.id;
        world.owner_employee = world.all::<employee::Entity>().await[0].id;
        world.buyer = world.user("marko").await;
        world.buyer_member = world.member(&world.buyer).await.id;
        world
    }

    pub(crate) fn store(&self) -> &Store {
        &self.database.store
    }

    pub(crate) fn target(&self) -> Target {
        Target::organization("organizationId", self.organization)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.store().now()
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.database.clock.advance(time);
    }

    /// Lets the clock show a moment.
    pub(crate) fn wait_until(&self, moment: &str) {
        self.pass(at(moment) - self.now());
    }

    /// All rows of a table, whoever they belong to.
    pub(crate) async fn all<E: EntityTrait<Model: entities::ByPosition>>(&self) -> Vec<E::Model> {
        let across = self.store().across(CrossOrganization::Doctor);
        across.find::<E>().all().await.unwrap()
    }

    pub(crate) async fn events(&self, action: event::EventAction) -> Vec<event::Model> {
        let across = self.store().across(CrossOrganization::Doctor);
        let found = across
            .find::<event::Entity>()
            .filter(event::Column::Action.eq(action));
        found.all().await.unwrap()
    }

    /// A user with a proven address.
    pub(crate) async fn user(&self, name: &str) -> Actor {
        let email = Email::parse("email", &format!("{name}@example.com")).unwrap();
        let (id, now) = (self.store().new_id::<UserId>(), self.now());
        let row = user::ActiveModel {
            id: Set(id),
            email: Set(email.address().to_owned()),
            email_key: Set(email.key().to_owned()),
            email_verified_at: Set(Some(now)),
            first_name: Set(name.to_owned()),
            last_name: Set(None),
            username: Set(None),
            username_key: Set(None),
            phone_number: Set(None),
            designation: Set(None),
            bio: Set(None),
            social_website: Set(None),
            social_github: Set(None),
            social_facebook: Set(None),
            social_twitter: Set(None),
            social_linkedin: Set(None),
            image_url: Set(None),
            avatar: Set(None),
            locale: Set(None),
            time_zone: Set(None),
            platform_role: Set(None),
            banned_at: Set(None),
            ban_reason: Set(None),
            ban_expires_at: Set(None),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        let main = profile::ActiveModel {
            id: Set(self.store().new_id()),
            user_id: Set(id),
            kind: Set(profile::ProfileKind::Main),
            display_name: Set(name.to_owned()),
            about: Set(None),
            created_at: Set(now),
            updated_at: Set(now),
        };
        self.store()
            .write(&Actor::System(SystemTask::CommandLine), None, |tx| {
                let (row, main) = (row.clone(), main.clone());
                Box::pin(async move {
                    tx.insert::<user::Entity>(row).await?;
                    tx.insert::<profile::Entity>(main).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        Actor::User(SignedIn {
            user: id,
            session: self.store().new_id::<SessionId>(),
            email_key: email.key().to_owned(),
            email_verified: true,
            is_operator: false,
            impersonator: None,
        })
    }

    /// The same user as a platform operator.
    pub(crate) fn operator(actor: &Actor) -> Actor {
        match actor {
            Actor::User(user) => Actor::User(SignedIn {
                is_operator: true,
                ..user.clone()
            }),
            Actor::Anonymous | Actor::System(_) => actor.clone(),
        }
    }

    /// Gives a share for good, from now on.
    pub(crate) async fn share(
        &self,
        product: ProductId,
        employee: EmployeeId,
        share: &str,
    ) -> Result<attribution::Model, Failure> {
        self.share_during(product, employee, share, (None, None)).await
    }

    pub(crate) async fn share_during(
        &self,
        product: ProductId,
        employee: EmployeeId,
        share: &str,
        (from, to): (Option<&str>, Option<&str>),
    ) -> Result<attribution::Model, Failure> {
        let input = NewAttribution {
            product,
            employee: Whom::Employee(employee),
            kind: AttributionKind::Creator,
            share: percent(share),
            effective_from: from.map(at),
            effective_to: to.map(at),
        };
        let target = Target::of::<entities::product::Entity>("productId", product);
        self.store()
            .write_in(&self.owner, None, &target, |tx| {
                let input = input.clone();
                Box::pin(async move { create_attribution(tx, input).await })
            })
            .await
    }

    /// Sells something that is paid now; the gift cards pay their part, a payment the rest.
    pub(crate) async fn sell(&self, currency: &str, gift_cards: i64, lines: &[Sold]) -> Paid {
        let (order, lines) = self.plant_order(currency, gift_cards, lines).await;
        let paid = (order, lines);
        let (order, lines) = &paid;
        let (order, lines, buyer) = (order.clone(), lines.clone(), self.buyer_member);
        self.store()
            .write_in(&self.buyer, None, &self.target(), |tx| {
                let (order, lines) = (order.clone(), lines.clone());
                Box::pin(async move {
                    let granted = tx.load_for::<Shop>("memberId", buyer).await?;
                    recognize(tx, &granted, &order, &lines).await
                })
            })
            .await
            .unwrap();
        paid
    }

    /// Gives back a part of one line: without tax, and the tax; so much of it to the gift card.
    pub(crate) async fn refund(
        &self,
        (order, lines): &Paid,
        line: usize,
        (net, tax): (i64, i64),
        gift_cards: i64,
    ) -> Result<(), Failure> {
        let (refund, refunded, tenders) = self
            .plant_refund(order, &lines[line], (net, tax), gift_cards)
            .await;
        let order = order.clone();
        let server = Actor::System(SystemTask::CommandLine);
        self.store()
            .write_in(&server, None, &self.target(), |tx| {
                let (order, refund) = (order.clone(), refund.clone());
                let (refunded, tenders) = (refunded.clone(), tenders.clone());
                Box::pin(async move {
                    let granted = tx.load_for::<SettleRefund>("refundId", refund.id).await?;
                    reverse(tx, &granted, &order, &refund, &[refunded], &tenders).await
                })
            })
            .await
    }

    pub(crate) async fn pay_out(&self, minimum: Option<&str>, key: &str) -> Result<Run, Failure> {
        let input = RunPayouts {
            minimum: minimum.map(percent),
            cutoff: None,
            hold_days: None,
        };
        self.pay_out_as(&self.owner, input, key).await
    }

    pub(crate) async fn pay_out_as(
        &self,
        actor: &Actor,
        input: RunPayouts,
        key: &str,
    ) -> Result<Run, Failure> {
        let organization = self.organization;
        self.store()
            .write_in(actor, None, &self.target(), |tx| {
                let (input, key) = (input.clone(), key.to_owned());
                Box::pin(async move { run_payouts(tx, organization, input, &key).await })
            })
            .await
    }

    /// Every account with its balance, by code and, where it is somebody's, in the order of the employees given.
    pub(crate) async fn balances(&self, currency: &str) -> BTreeMap<(String, Option<EmployeeId>), i64> {
        let accounts = self.all::<ledger_account::Entity>().await;
        accounts
            .into_iter()
            .filter(|account| account.currency == currency)
            .map(|account| {
                (
                    (account.code.name().to_owned(), account.employee_id),
                    account.balance_minor,
                )
            })
            .collect()
    }

    pub(crate) async fn balance(&self, code: AccountCode, currency: &str) -> i64 {
        let key = (code.name().to_owned(), None);
        self.balances(currency)
            .await
            .get(&key)
            .copied()
            .unwrap_or_default()
    }

    /// What an employee is owed by the books.
    pub(crate) async fn owed(&self, employee: EmployeeId, currency: &str) -> i64 {
        let key = (AccountCode::CreatorPayable.name().to_owned(), Some(employee));
        -self
            .balances(currency)
            .await
            .get(&key)
            .copied()
            .unwrap_or_default()
    }

    /// Debits and credits of the trial balance.
    pub(crate) async fn trial(&self, currency: &str) -> (i64, i64) {
        let balances = self.balances(currency).await;
        let debit = balances.values().filter(|balance| **balance > 0).sum();
        let credit: i64 = balances.values().filter(|balance| **balance < 0).sum();
        (debit, -credit)
    }

    /// What everybody has earned for a line, sale and refunds, oldest row first: employee and amount.
    pub(crate) async fn earned(&self, line: &order_line::Model) -> Vec<(EmployeeId, i64)> {
        let revenues = self.all::<entities::revenue::Entity>().await;
        let mut of_line: Vec<_> = revenues
            .into_iter()
            .filter(|revenue| revenue.order_line_id == line.id)
            .collect();
        of_line.sort_by_key(|revenue| revenue.position);
        let earnings = self.all::<entities::earning::Entity>().await;
        let mut earned = Vec::new();
        for revenue in of_line {
            let mut own: Vec<_> = earnings
                .iter()
                .filter(|earning| earning.revenue_id == revenue.id)
                .collect();
            own.sort_by_key(|earning| std::cmp::Reverse(earning.share_ppm));
            earned.extend(
                own.iter()
                    .map(|earning| (earning.employee_id, earning.amount_minor)),
            );
        }
        earned
    }

    /// The member an actor is.
    pub(crate) async fn own(&self, actor: &Actor) -> member::Model {
        let members = self.all::<member::Entity>().await;
        let own = members
            .into_iter()
            .find(|member| Some(member.user_id) == actor.user());
        own.unwrap()
    }
}
