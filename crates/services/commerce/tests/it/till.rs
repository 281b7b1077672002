//! A shop with a till: courses to sell, people who earn from them and look after customers, and a payment provider.

use crate::{
    shop::{Shop, decimal},
    world::{World, within},
};
use async_trait::async_trait;
use authz::{Actor, SignedIn, actions::CreateCourse};
use chrono::{DateTime, Utc};
use commerce::{
    order::{PlaceOrder, Placed, PlacedOrder, place_order},
    payment::{self, Taken, collect, reconcile, take_event},
    price::SetPrice,
    product::{CreateProduct, activate_product},
    quote::QuoteRequest,
    refund::{self, RefundOrder, RequestedRefund, refund_order},
};
use entities::{
    attribution::AttributionKind,
    course::{self, CourseLevel, CourseStatus},
    earning,
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    event,
    fee_schedule::RefundedFeeBearer,
    gift_card,
    ledger_account::{self, AccountCode},
    order, payment as payments_table,
    permission_grant::{Permission, PermissionScope},
};
use finance::{
    attribution::{NewAttribution, Whom, create_attribution},
    fee_schedule::{SetFeeSchedule, set_fee_schedule},
};
use kernel::{CourseId, EmployeeId, MemberId, OrderId, Patch, PaymentId, VariantId};
use payments::{
    Created, NewPayment, NewRefund, PaymentError, PaymentGateway, Provider, ProviderEvent, Refunded,
    TestProvider, WebhookError,
};
use people::{
    organization::{UpdateOrganization, update_organization},
    permission::grant_permission,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::Failure;

/// The test provider, with a list of what it was really asked to do and a plug to pull.
#[derive(Clone, Debug)]
pub(crate) struct Provided {
    inner: TestProvider,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) is_down: bool,
    pub(crate) refuses_refunds: bool,
    pub(crate) charges: BTreeMap<String, i64>,
    pub(crate) refunds: BTreeMap<String, i64>,
    pub(crate) withdrawn: Vec<String>,
    pub(crate) calls: usize,
}

impl Provided {
    fn new() -> Self {
        Self {
            inner: TestProvider::new("secret"),
            seen: Arc::default(),
        }
    }

    pub(crate) fn seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap())
    }

    fn call(&self) -> Result<(), PaymentError> {
        self.seen(|seen| {
            seen.calls += 1;
            if seen.is_down {
                return Err(PaymentError::Temporary("down".to_owned()));
            }
            Ok(())
        })
    }
}

#[async_trait]
impl PaymentGateway for Provided {
    fn provider(&self) -> Provider {
        self.inner.provider()
    }
    fn accepts(&self, method: &str) -> bool {
        self.inner.accepts(method)
    }
    async fn create_payment(&self, payment: &NewPayment) -> Result<Created, PaymentError> {
        self.call()?;
        self.seen(|seen| seen.charges.insert(payment.key.clone(), payment.amount_minor));
        self.inner.create_payment(payment).await
    }
    async fn withdraw_payment(&self, payment: &str) -> Result<(), PaymentError> {
        self.call()?;
        self.seen(|seen| seen.withdrawn.push(payment.to_owned()));
        self.inner.withdraw_payment(payment).await
    }
    async fn refund(&self, refund: &NewRefund) -> Result<Refunded, PaymentError> {
        self.call()?;
        if self.seen(|seen| seen.refuses_refunds) {
            return Err(PaymentError::Permanent("the card is closed".to_owned()));
        }
        self.seen(|seen| seen.refunds.insert(refund.key.clone(), refund.amount_minor));
        self.inner.refund(refund).await
    }
    fn signature_header(&self) -> &'static str {
        self.inner.signature_header()
    }
    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ProviderEvent, WebhookError> {
        self.inner.read_event(signature, body, now)
    }
}

/// A shop that takes money.
#[derive(Clone)]
pub(crate) struct Till {
    pub(crate) shop: Shop,
    pub(crate) provider: Provided,
    pub(crate) owner_employee: EmployeeId,
}

impl Till {
    pub(crate) async fn open(world: World) -> Self {
        let shop = Shop::open(world).await;
        let employees = shop.world.all::<employee::Entity>().await;
        Self {
            shop,
            provider: Provided::new(),
            owner_employee: employees[0].id,
        }
    }

    pub(crate) fn world(&self) -> &World {
        &self.shop.world
    }

    /// Fees of 5 %, 3 % and 8 %, and 22 % of sales tax in Slovenia.
    pub(crate) async fn with_rates(self) -> Self {
        let operator = match self.world().user("olga").await {
            Actor::User(user) => Actor::User(SignedIn {
                is_operator: true,
                ..user
            }),
            Actor::Anonymous | Actor::System(_) => panic!("not a user"),
        };
        let (id, input) = (
            self.shop.id,
            SetFeeSchedule {
                platform_fee: decimal("5"),
                processing_fee: decimal("3"),
                withholding: decimal("8"),
                refunded_fee_bearer: RefundedFeeBearer::Organization,
                valid_from: None,
            },
        );
        within!(self.world(), operator, id, |tx, input| set_fee_schedule(
            tx, id, input
        ))
        .unwrap();
        self.shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        self
    }

    /// A course on sale for a price such as `100.00 EUR`.
    pub(crate) async fn course(&self, slug: &str, amount: &str) -> (VariantId, CourseId) {
        let (id, row) = (self.shop.world.store().new_id::<CourseId>(), slug.to_owned());
        let owner = self.owner_employee;
        within!(self.world(), self.shop.owner, self.shop.id, |tx, row| async {
            let row = course::Model {
                id,
                organization_id: tx.organization(),
                slug: row.clone(),
                title: row,
                summary: None,
                description_html: None,
                cover: None,
                level: CourseLevel::Beginner,
                status: CourseStatus::Published,
                locale: "en".to_owned(),
                category_id: None,
                owner_employee_id: owner,
                duration_minutes: None,
                validity_months: None,
                published_at: Some(tx.now()),
                archived_at: None,
                rating_count: 0,
                rating_total: 0,
                rating_hundredths: None,
                version: 1,
                created_at: tx.now(),
                updated_at: tx.now(),
            };
            tx.create::<CreateCourse>(row.into_active_model().reset_all())
                .await
        })
        .unwrap();
        let input = CreateProduct {
            slug: slug.to_owned(),
            name: format!("Product {slug}"),
            description: None,
            course_id: Some(id),
        };
        let product = self.shop.create(input).await.unwrap().id;
        within!(
            self.world(),
            self.shop.owner,
            self.shop.id,
            |tx| activate_product(tx, product)
        )
        .unwrap();
        let variants = self.world().all::<entities::variant::Entity>().await;
        let variant = variants.iter().find(|row| row.product_id == product).unwrap().id;
        let price = SetPrice {
            variant_id: variant,
            amount: crate::shop::money(amount),
            is_tax_inclusive: false,
            valid_from: None,
        };
        self.shop.set_price(price).await.unwrap();
        (variant, id)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test plants what other domains would write"
    )]
    async fn plant<M>(&self, row: M) -> M
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + Clone,
        <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity>,
    {
        let raw = sea_orm::Database::connect(&self.world().database.url)
            .await
            .unwrap();
        M::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(&raw)
            .await
            .unwrap();
        raw.close().await.unwrap();
        row
    }

    /// A new user who works here.
    pub(crate) async fn hire(&self, name: &str, role: WorkRole) -> (Actor, MemberId, EmployeeId) {
        let (actor, member) = self.shop.world.customer(self.shop.id, name).await;
        let now = self.world().store().now();
        let employee = self
            .plant(employee::Model {
                id: self.world().store().new_id(),
                organization_id: self.shop.id,
                member_id: member,
                professional_display_name: name.to_owned(),
                role,
                status: EmployeeStatus::Active,
                compensation_type: CompensationType::Commission,
                salary_minor: None,
                salary_currency: None,
                job_profile_id: None,
                starts_on: None,
                hired_at: now,
                terminated_at: None,
                termination_reason: None,
                invited_by_employee_id: None,
                version: 1,
                created_at: now,
                updated_at: now,
            })
            .await;
        (actor, member, employee.id)
    }

    /// Somebody of accounting, who may issue refunds.
    pub(crate) async fn accountant(&self, name: &str) -> Actor {
        let (actor, member, _) = self.hire(name, WorkRole::Instructor).await;
        within!(
            self.world(),
            self.shop.owner,
            self.shop.id,
            |tx| grant_permission(tx, member, Permission::IssueRefunds, PermissionScope::All)
        )
        .unwrap();
        actor
    }

    /// Gives somebody a share of what a product earns, in percent.
    pub(crate) async fn attributes(&self, variant: VariantId, employee: EmployeeId, share: &str) {
        let input = NewAttribution {
            product: self.shop.product_of(variant).await,
            employee: Whom::Employee(employee),
            kind: AttributionKind::Creator,
            share: decimal(share),
            effective_from: None,
            effective_to: None,
        };
        within!(self.world(), self.shop.owner, self.shop.id, |tx, input| {
            create_attribution(tx, input)
        })
        .unwrap();
    }

    /// Sets how much support may give back without asking.
    pub(crate) async fn limits_support(&self, amount: &str) {
        let limit = people::SalaryInput {
            amount: decimal(amount),
            currency: "EUR".to_owned(),
        };
        let input = UpdateOrganization {
            support_refund_limit: Patch::Set(limit),
            ..UpdateOrganization::default()
        };
        let id = self.shop.id;
        within!(
            self.world(),
            self.shop.owner,
            id,
            |tx, input| update_organization(tx, id, input)
        )
        .unwrap();
    }

    /// Sends an order and does not ask the provider.
    pub(crate) async fn place(
        &self,
        actor: &Actor,
        cart: QuoteRequest,
        method: &str,
        key: &str,
    ) -> Result<Placed, Failure> {
        let input = PlaceOrder {
            cart,
            payment_method: (!method.is_empty()).then(|| method.to_owned()),
            idempotency_key: key.to_owned(),
        };
        let gateway = self.provider.clone();
        within!(self.world(), actor, self.shop.id, |tx, input, gateway| async {
            place_order(tx, &gateway, &input).await
        })
    }

    /// Sends an order and asks the provider, as the API does.
    pub(crate) async fn checkout(
        &self,
        actor: &Actor,
        cart: QuoteRequest,
        method: &str,
        key: &str,
    ) -> Result<(OrderId, bool), Failure> {
        Ok(match self.place(actor, cart, method, key).await? {
            Placed::Before(id) => (id, true),
            Placed::Now(placed) => {
                self.collect(&placed).await;
                (placed.order.id, false)
            }
        })
    }

    /// Marko buys something.
    pub(crate) async fn buys(&self, cart: QuoteRequest, method: &str) -> OrderId {
        let key = self.world().store().new_id::<OrderId>().to_string();
        self.checkout(&self.shop.marko, cart, method, &key)
            .await
            .unwrap()
            .0
    }

    pub(crate) async fn collect(&self, placed: &PlacedOrder) {
        if let Some(payment) = &placed.payment {
            let number = &placed.order.number;
            collect(self.world().store(), &self.provider, None, payment, number)
                .await
                .unwrap();
        }
    }

    pub(crate) async fn reconciles(&self) -> payment::Reconciled {
        reconcile(self.world().store(), &self.provider).await.unwrap()
    }

    pub(crate) async fn order(&self, id: OrderId) -> order::Model {
        let orders = self.world().all::<order::Entity>().await;
        orders.into_iter().find(|order| order.id == id).unwrap()
    }

    pub(crate) async fn payment(&self, of: OrderId) -> payments_table::Model {
        let payments = self.world().all::<payments_table::Entity>().await;
        payments
            .into_iter()
            .find(|payment| payment.order_id == of)
            .unwrap()
    }

    /// What is left on the first gift card.
    pub(crate) async fn card(&self) -> i64 {
        self.world().all::<gift_card::Entity>().await[0].balance_minor
    }

    /// A message of the provider about a payment, taken as the API takes it.
    pub(crate) async fn hears(&self, id: PaymentId, event: &str, kind: &str) -> Taken {
        let payments = self.world().all::<payments_table::Entity>().await;
        let payment = payments.into_iter().find(|payment| payment.id == id).unwrap();
        let body = json!({ "id": event, "type": kind, "payment": {
            "key": id.to_string(),
            "reference": payment.reference.unwrap_or_else(|| "test_3ds_pay_1".to_owned()),
            "failureCode": "card_declined",
            "amountMinor": payment.amount_minor,
            "currency": payment.currency,
        }});
        self.tells(body).await
    }

    pub(crate) async fn tells(&self, body: serde_json::Value) -> Taken {
        let (body, now) = (body.to_string().into_bytes(), self.world().store().now());
        let signature = self.provider.inner.sign(&body, now).unwrap();
        let event = self.provider.read_event(&signature, &body, now).unwrap();
        take_event(self.world().store(), Provider::Test, &event)
            .await
            .unwrap()
    }

    /// Asks for a refund and does not carry it out.
    pub(crate) async fn asks(&self, actor: &Actor, input: RefundOrder) -> Result<RequestedRefund, Failure> {
        within!(self.world(), actor, self.shop.id, |tx, input| async {
            refund_order(tx, &input).await
        })
    }

    /// Asks for a refund and has it carried out, as the API does.
    pub(crate) async fn refunds(
        &self,
        actor: &Actor,
        input: RefundOrder,
    ) -> Result<RequestedRefund, Failure> {
        let asked = self.asks(actor, input).await?;
        self.processes(asked.refund.id).await;
        Ok(asked)
    }

    pub(crate) async fn processes(&self, id: kernel::RefundId) {
        refund::process(self.world().store(), &self.provider, None, id)
            .await
            .unwrap();
    }

    /// The balances of the books that are not zero, by account; creators together.
    pub(crate) async fn books(&self) -> BTreeMap<AccountCode, i64> {
        let mut books = BTreeMap::new();
        for account in self.world().all::<ledger_account::Entity>().await {
            *books.entry(account.code).or_default() += account.balance_minor;
        }
        assert_eq!(books.values().sum::<i64>(), 0);
        books.retain(|_code, balance| *balance != 0);
        books
    }

    /// What everybody has earned, in the order of their employment.
    pub(crate) async fn earned(&self) -> Vec<i64> {
        let mut earned: BTreeMap<EmployeeId, i64> = BTreeMap::new();
        for row in self.world().all::<earning::Entity>().await {
            *earned.entry(row.employee_id).or_default() += row.amount_minor;
        }
        earned.into_values().collect()
    }

    /// How many rows and events there are, and how much is left on cards and of offers.
    pub(crate) async fn everything(&self) -> Vec<i64> {
        let world = self.world();
        let mut all: Vec<i64> = world
            .census()
            .await
            .into_iter()
            .map(|n| i64::try_from(n).unwrap())
            .collect();
        all.push(i64::try_from(world.all::<order::Entity>().await.len()).unwrap());
        all.push(i64::try_from(world.all::<payments_table::Entity>().await.len()).unwrap());
        all.push(i64::try_from(world.all::<entities::refund::Entity>().await.len()).unwrap());
        all.push(i64::try_from(world.all::<entities::offer_use::Entity>().await.len()).unwrap());
        all.push(i64::try_from(world.all::<entities::gift_card_use::Entity>().await.len()).unwrap());
        all.push(i64::try_from(world.all::<event::Entity>().await.len()).unwrap());
        all.extend(
            world
                .all::<gift_card::Entity>()
                .await
                .iter()
                .map(|card| card.balance_minor),
        );
        all.extend(
            world
                .all::<entities::offer::Entity>()
                .await
                .iter()
                .map(|offer| i64::from(offer.uses)),
        );
        all
    }
}

/// A refund of an order: everything that is left, or an amount.
pub(crate) fn refund_of(order: OrderId, amount: Option<&str>, key: &str) -> RefundOrder {
    RefundOrder {
        order_id: order,
        amount: amount.map(decimal),
        lines: Vec::new(),
        reason: "Did not like it".to_owned(),
        idempotency_key: key.to_owned(),
    }
}

/// Runs the same thing many times at once.
pub(crate) async fn at_once<T, F, Done>(times: usize, work: F) -> Vec<T>
where
    T: Send + 'static,
    F: Fn(usize) -> Done,
    Done: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..times).map(|n| tokio::spawn(work(n))).collect();
    let mut done = Vec::with_capacity(times);
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

/// How many different ones there are.
pub(crate) fn distinct<T: Ord>(all: impl IntoIterator<Item = T>) -> usize {
    all.into_iter().collect::<BTreeSet<_>>().len()
}
