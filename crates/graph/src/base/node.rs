//! Relay's `node` and `nodes`: any object by its id.

use crate::{
    Attribution, Category, Certificate, Chapter, Course, CourseRating, Disclosure, Dispute, EarlyUnlock,
    Earning, Employee, EmployeeInvitation, Enrollment, FeeSchedule, File, GiftCard, JobProfile,
    LedgerAccount, LedgerTransaction, Lesson, LessonProgress, Member, MemberInvitation, Offer, Order,
    OrgView, Organization, Payout, PayoutRun, PermissionGrant, PointEntry, Price, Product, Quiz, QuizAttempt,
    Refund, RequestContext, Revenue, Session, Tag, TaxRate, User, Variant, WebhookDelivery, WebhookEndpoint,
    base::{error, fault, not_found},
    commerce::keys::{
        DisputeById, GiftCardById, OfferById, OrderById, PriceById, ProductById, RefundById, TaxRateById,
        VariantById,
    },
    content::keys::{CategoryById, ChapterById, CourseById, FileById, LessonById, QuizById, TagById},
    finance::keys::{
        AttributionById, EarningById, FeeScheduleById, LedgerAccountById, LedgerTransactionById, PayoutById,
        PayoutRunById, RevenueById,
    },
    governance::keys::{WebhookDeliveryById, WebhookEndpointById},
    identity::keys::VisibleUser,
    learning::keys::{
        AttemptById, CertificateById, CourseRatingById, EarlyUnlockById, EnrollmentById, PointEntryById,
        ProgressById,
    },
    people::keys,
};
use async_graphql::{ID, Interface, Result};
use authz::Owned;
use entities::{
    attribution, category, certificate, chapter, course, course_rating, dispute, early_unlock, earning,
    employee, employee_invitation, enrollment, fee_schedule, file, gift_card, ledger_account,
    ledger_transaction, lesson, lesson_progress, member, member_invitation, offer, order, payout, payout_run,
    permission_grant, point_entry, price, product, quiz, quiz_attempt, refund, revenue, tag, tax_rate,
    variant, webhook_delivery, webhook_endpoint,
};
use futures::future::try_join_all;
use kernel::{
    AttributionId, CategoryId, CertificateId, ChapterId, CourseId, CourseRatingId, DisputeId, EarlyUnlockId,
    EarningId, EmployeeId, EmployeeInvitationId, EnrollmentId, ErrorKind, FeeScheduleId, FileId, GiftCardId,
    LedgerAccountId, LedgerTransactionId, LessonId, LessonProgressId, MemberId, MemberInvitationId, OfferId,
    OrderId, OrganizationId, PayoutId, PayoutRunId, PermissionGrantId, PointEntryId, PriceId, ProductId,
    ProfileId, QuizAttemptId, QuizId, RefundId, RevenueId, SessionId, TagId, TaxRateId, TypedId, UserId,
    VariantId, WebhookDeliveryId, WebhookEndpointId, prefix_of,
};
use std::{collections::HashMap, sync::Arc};
use store::{Store, Target};
use uuid::Uuid;

/// Any object that has an id of its own.
#[derive(Interface, Debug)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The object's id: its type, an underscore, 26 characters."
))]
pub enum Node {
    /// A person.
    User(User),
    /// A signed-in device.
    Session(Session),
    /// A professional identity.
    JobProfile(JobProfile),
    /// A tenant.
    Organization(Organization),
    /// A membership.
    Member(Member),
    /// An employment.
    Employee(Employee),
    /// An invitation to become a member.
    MemberInvitation(MemberInvitation),
    /// An invitation to become an employee.
    EmployeeInvitation(EmployeeInvitation),
    /// A permission given to a member.
    PermissionGrant(PermissionGrant),
    /// A subject of the catalogue.
    Category(Category),
    /// A word that courses are found by.
    Tag(Tag),
    /// A course.
    Course(Course),
    /// A part of a course.
    Chapter(Chapter),
    /// A lesson.
    Lesson(Lesson),
    /// A file.
    File(File),
    /// A quiz.
    Quiz(Quiz),
    /// A member's right to learn a course.
    Enrollment(Enrollment),
    /// What a learner has done in a lesson.
    LessonProgress(LessonProgress),
    /// One try at a quiz.
    QuizAttempt(QuizAttempt),
    /// Proof that a member completed a course.
    Certificate(Certificate),
    /// A movement of points.
    PointEntry(PointEntry),
    /// Something that was opened before its date.
    EarlyUnlock(EarlyUnlock),
    /// What a learner thinks of a course.
    CourseRating(CourseRating),
    /// What can be put on sale.
    Product(Product),
    /// A form in which a product is sold.
    Variant(Variant),
    /// What a variant costs during a time.
    Price(Price),
    /// A discount.
    Offer(Offer),
    /// The sales tax of a jurisdiction.
    TaxRate(TaxRate),
    /// What a member buys.
    Order(Order),
    /// A payment that a customer asks their bank to take back.
    Dispute(Dispute),
    /// Money given back.
    Refund(Refund),
    /// A balance that pays for orders.
    GiftCard(GiftCard),
    /// A share of what a product earns.
    Attribution(Attribution),
    /// What is taken from every sale.
    FeeSchedule(FeeSchedule),
    /// What an order line has brought.
    Revenue(Revenue),
    /// An employee's part of a revenue.
    Earning(Earning),
    /// What an employee was paid.
    Payout(Payout),
    /// Paying out, at one time.
    PayoutRun(PayoutRun),
    /// An account of the books.
    LedgerAccount(LedgerAccount),
    /// Something that was posted into the books.
    LedgerTransaction(LedgerTransaction),
    /// An address of another system that is told what happens.
    WebhookEndpoint(WebhookEndpoint),
    /// One event that is sent to one endpoint.
    WebhookDelivery(WebhookDelivery),
}

/// The object with an id. Not there and not visible look the same.
pub async fn node_by_id(request: &Arc<RequestContext>, id: &ID) -> Result<Node> {
    find(request, id, None).await?.ok_or_else(|| not_found("node"))
}

/// Where rows are, by their ids, when many are looked up together.
type Whereabouts = HashMap<Uuid, OrganizationId>;

/// The objects with these ids, in the same order; null for what is not there or not visible. Each organization is
/// entered once and each type read once in it, however many ids there are.
pub async fn nodes_by_id(request: &Arc<RequestContext>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let whereabouts = locate(request, ids).await?;
    try_join_all(ids.iter().map(|id| find(request, id, Some(&whereabouts)))).await
}

/// The types whose rows belong to an organization, one line each: the node, its table, its id, the key that loads it, and
/// the object that shows it.
macro_rules! owned_nodes {
    ($($node:ident: $table:ident by $id:ident, $key:path => |$view:ident, $row:ident| $new:expr;)*) => {
        async fn locate(request: &RequestContext, ids: &[ID]) -> Result<Whereabouts> {
            let mut found = Whereabouts::new();
            $(
                let place = |row: $table::Model| (row.id.uuid(), row.organization_id);
                found.extend(locate_in::<$table::Entity, $id>(&request.store, ids, place).await?);
            )*
            let organizations = ids.iter().filter_map(|id| OrganizationId::parse(id).ok());
            found.extend(organizations.map(|id| (id.uuid(), id)));
            Ok(found)
        }

        /// What leads to the organization with an id, or to that of the object with it, if its type tells that it has one.
        pub fn target_of(id: &str) -> Option<Target> {
            match prefix_of(id)? {
                OrganizationId::PREFIX => {
                    OrganizationId::parse(id).ok().map(|id| Target::organization("id", id))
                }
                $($id::PREFIX => $id::parse(id).ok().map(|id| Target::of::<$table::Entity>("id", id)),)*
                _ => None,
            }
        }

        /// The object with an id of one of these types. Nothing, if there is no such type.
        async fn find_owned(
            request: &Arc<RequestContext>,
            prefix: &str,
            id: &ID,
            whereabouts: Option<&Whereabouts>,
        ) -> Option<Result<Option<Node>>> {
            Some(match prefix {
                $($id::PREFIX => {
                    owned::<$table::Entity, $id>(request, id, whereabouts, async |$view, id| {
                        let row = $view.load($key(id)).await?;
                        Ok(row.map(|$row| Node::$node($new)))
                    })
                    .await
                })*
                _ => return None,
            })
        }
    };
}

owned_nodes! {
    Member: member by MemberId, keys::MemberById => |view, row| Member::new(view, row.into());
    Employee: employee by EmployeeId, keys::EmployeeById => |view, row| Employee::new(view, row.into());
    MemberInvitation: member_invitation by MemberInvitationId, keys::MemberInvitationById => |view, row| MemberInvitation::new(view, row.into());
    EmployeeInvitation: employee_invitation by EmployeeInvitationId, keys::EmployeeInvitationById => |view, row| EmployeeInvitation::new(view, row.into());
    PermissionGrant: permission_grant by PermissionGrantId, keys::GrantById => |view, row| PermissionGrant::new(view, row);
    Category: category by CategoryId, CategoryById => |view, row| Category::new(row);
    Tag: tag by TagId, TagById => |view, row| Tag::new(row);
    Course: course by CourseId, CourseById => |view, row| Course::new(view, row);
    Chapter: chapter by ChapterId, ChapterById => |view, row| Chapter::new(view, row);
    Lesson: lesson by LessonId, LessonById => |view, row| Lesson::new(view, row);
    File: file by FileId, FileById => |view, row| File::new(row);
    Quiz: quiz by QuizId, QuizById => |view, row| Quiz::new(view, row);
    Enrollment: enrollment by EnrollmentId, EnrollmentById => |view, row| Enrollment::new(view, row);
    LessonProgress: lesson_progress by LessonProgressId, ProgressById => |view, row| LessonProgress::new(view, row);
    QuizAttempt: quiz_attempt by QuizAttemptId, AttemptById => |view, row| QuizAttempt::new(view, row);
    Certificate: certificate by CertificateId, CertificateById => |view, row| Certificate::new(view, row);
    PointEntry: point_entry by PointEntryId, PointEntryById => |view, row| PointEntry::new(row);
    EarlyUnlock: early_unlock by EarlyUnlockId, EarlyUnlockById => |view, row| EarlyUnlock::new(view, row);
    CourseRating: course_rating by CourseRatingId, CourseRatingById => |view, row| CourseRating::new(view, row);
    Product: product by ProductId, ProductById => |view, row| Product::new(view, row);
    Variant: variant by VariantId, VariantById => |view, row| Variant::new(view, row);
    Price: price by PriceId, PriceById => |view, row| Price::new(view, row);
    Offer: offer by OfferId, OfferById => |view, row| Offer::new(view, row);
    TaxRate: tax_rate by TaxRateId, TaxRateById => |view, row| TaxRate::new(view, row);
    Order: order by OrderId, OrderById => |view, row| Order::new(view, row.into());
    Dispute: dispute by DisputeId, DisputeById => |view, row| Dispute::new(view, row);
    Refund: refund by RefundId, RefundById => |view, row| Refund::new(view, row);
    GiftCard: gift_card by GiftCardId, GiftCardById => |view, row| GiftCard::new(view, row);
    Attribution: attribution by AttributionId, AttributionById => |view, row| Attribution::new(view, row);
    FeeSchedule: fee_schedule by FeeScheduleId, FeeScheduleById => |view, row| FeeSchedule::new(view, row);
    Revenue: revenue by RevenueId, RevenueById => |view, row| Revenue::new(view, row);
    Earning: earning by EarningId, EarningById => |view, row| Earning::new(view, row);
    Payout: payout by PayoutId, PayoutById => |view, row| Payout::new(view, row);
    PayoutRun: payout_run by PayoutRunId, PayoutRunById => |view, row| PayoutRun::new(view, row);
    LedgerAccount: ledger_account by LedgerAccountId, LedgerAccountById => |view, row| LedgerAccount::new(view, row);
    LedgerTransaction: ledger_transaction by LedgerTransactionId, LedgerTransactionById => |view, row| LedgerTransaction::new(view, row);
    WebhookEndpoint: webhook_endpoint by WebhookEndpointId, WebhookEndpointById => |view, row| WebhookEndpoint::new(view, row);
    WebhookDelivery: webhook_delivery by WebhookDeliveryId, WebhookDeliveryById => |view, row| WebhookDelivery::new(view, row);
}

async fn locate_in<E: Owned, I: TypedId>(
    store: &Store,
    ids: &[ID],
    place: fn(E::Model) -> (Uuid, OrganizationId),
) -> Result<Vec<(Uuid, OrganizationId)>> {
    let ids: Vec<Uuid> = ids
        .iter()
        .filter_map(|id| I::parse(id).ok())
        .map(TypedId::uuid)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reads::rows_anywhere::<E>(store, ids);
    Ok(rows.await.map_err(fault)?.into_iter().map(place).collect())
}

async fn find(
    request: &Arc<RequestContext>,
    id: &ID,
    whereabouts: Option<&Whereabouts>,
) -> Result<Option<Node>> {
    let Some(prefix) = prefix_of(id) else {
        return Err(error(
            ErrorKind::BadUserInput,
            "expected an id like `member_01j…`: a type, an underscore, 26 characters",
        ));
    };
    match prefix {
        UserId::PREFIX => user(request, parse(id)?).await,
        SessionId::PREFIX => session(request, parse(id)?).await,
        ProfileId::PREFIX => job_profile(request, parse(id)?).await,
        OrganizationId::PREFIX => {
            let id: OrganizationId = parse(id)?;
            let target = Target::organization("id", id);
            Ok(match view_of(request, &target, id.uuid(), whereabouts).await? {
                Some(view) => Some(Node::Organization(Organization::of(view).await?)),
                None => None,
            })
        }
        prefix => match find_owned(request, prefix, id, whereabouts).await {
            Some(found) => found,
            None => Err(error(
                ErrorKind::BadUserInput,
                format!("there is no type whose ids start with `{prefix}_`"),
            )),
        },
    }
}

fn parse<I: TypedId>(id: &ID) -> Result<I> {
    I::parse(id).map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
}

async fn owned<E: Owned, I: TypedId>(
    request: &Arc<RequestContext>,
    id: &ID,
    whereabouts: Option<&Whereabouts>,
    read: impl AsyncFnOnce(OrgView, I) -> Result<Option<Node>>,
) -> Result<Option<Node>> {
    let id: I = parse(id)?;
    match view_of(request, &Target::of::<E>("id", id), id.uuid(), whereabouts).await? {
        Some(view) => read(view, id).await,
        None => Ok(None),
    }
}

/// The view of the organization a row is in, if the actor can see it.
async fn view_of(
    request: &Arc<RequestContext>,
    target: &Target,
    id: Uuid,
    whereabouts: Option<&Whereabouts>,
) -> Result<Option<OrgView>> {
    let Some(whereabouts) = whereabouts else {
        return OrgView::enter(request, target).await;
    };
    let Some(organization) = whereabouts.get(&id) else {
        return Ok(None);
    };
    let view = OrgView::of(request, *organization);
    Ok(view.is_visible().await?.then_some(view))
}

async fn user(request: &Arc<RequestContext>, id: UserId) -> Result<Option<Node>> {
    let row = request.loaders.load(VisibleUser(id)).await?;
    Ok(row.map(|row| Node::User(User::new(row, Disclosure::Private))))
}

async fn session(request: &Arc<RequestContext>, id: SessionId) -> Result<Option<Node>> {
    let row = reads::session_by_id(&request.global(), id).await.map_err(fault)?;
    Ok(row.map(|row| Node::Session(Session::new(row))))
}

async fn job_profile(request: &Arc<RequestContext>, id: ProfileId) -> Result<Option<Node>> {
    let row = reads::own_job_profile(&request.global(), id)
        .await
        .map_err(fault)?;
    Ok(row.map(|row| Node::JobProfile(JobProfile::new(row))))
}
