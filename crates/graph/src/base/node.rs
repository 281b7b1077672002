//! Relay's `node` and `nodes`: any object by its id.

use crate::{
    Category, Chapter, Course, Disclosure, Employee, EmployeeInvitation, JobProfile, Lesson, Member,
    MemberInvitation, OrgView, Organization, PermissionGrant, Quiz, RequestContext, Session, Tag, User,
    base::{error, fault, not_found},
    content::keys::{CategoryById, ChapterById, CourseById, LessonById, QuizById, TagById},
    identity::keys::VisibleUser,
    people::keys,
};
use async_graphql::{ID, Interface, Result};
use authz::Owned;
use entities::{
    category, chapter, course, employee, employee_invitation, lesson, member, member_invitation,
    permission_grant, quiz, tag,
};
use futures::future::try_join_all;
use kernel::{
    CategoryId, ChapterId, CourseId, EmployeeId, EmployeeInvitationId, ErrorKind, LessonId, MemberId,
    MemberInvitationId, OrganizationId, PermissionGrantId, ProfileId, QuizId, SessionId, TagId, TypedId,
    UserId, prefix_of,
};
use std::{collections::HashMap, sync::Arc};
use store::{Store, Target};
use uuid::Uuid;

/// Any object that has an id of its own.
#[expect(
    clippy::large_enum_variant,
    reason = "one node at a time is resolved; a box would cost more than it saves"
)]
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
    /// A quiz.
    Quiz(Quiz),
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

async fn locate(request: &RequestContext, ids: &[ID]) -> Result<Whereabouts> {
    fn of<I: TypedId>(ids: &[ID]) -> Vec<I> {
        ids.iter().filter_map(|id| I::parse(id).ok()).collect()
    }
    let store = &request.store;
    let mut found = Whereabouts::new();
    found.extend(
        locate_in::<member::Entity, _>(store, of::<MemberId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<employee::Entity, _>(store, of::<EmployeeId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<member_invitation::Entity, _>(store, of::<MemberInvitationId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<employee_invitation::Entity, _>(store, of::<EmployeeInvitationId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<permission_grant::Entity, _>(store, of::<PermissionGrantId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<category::Entity, _>(store, of::<CategoryId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<tag::Entity, _>(store, of::<TagId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<course::Entity, _>(store, of::<CourseId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<chapter::Entity, _>(store, of::<ChapterId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<lesson::Entity, _>(store, of::<LessonId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(
        locate_in::<quiz::Entity, _>(store, of::<QuizId>(ids), |row| {
            (row.id.uuid(), row.organization_id)
        })
        .await?,
    );
    found.extend(of::<OrganizationId>(ids).into_iter().map(|id| (id.uuid(), id)));
    Ok(found)
}

async fn locate_in<E: Owned, I: TypedId>(
    store: &Store,
    ids: Vec<I>,
    place: fn(E::Model) -> (Uuid, OrganizationId),
) -> Result<Vec<(Uuid, OrganizationId)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reads::rows_anywhere::<E>(store, ids.into_iter().map(TypedId::uuid).collect());
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
        MemberId::PREFIX => {
            let id: MemberId = parse(id)?;
            owned::<member::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(keys::MemberById(id)).await?;
                Ok(row.map(|row| Node::Member(Member::new(view, row.into()))))
            })
            .await
        }
        EmployeeId::PREFIX => {
            let id: EmployeeId = parse(id)?;
            owned::<employee::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(keys::EmployeeById(id)).await?;
                Ok(row.map(|row| Node::Employee(Employee::new(view, row.into()))))
            })
            .await
        }
        MemberInvitationId::PREFIX => {
            let id: MemberInvitationId = parse(id)?;
            owned::<member_invitation::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(keys::MemberInvitationById(id)).await?;
                Ok(row.map(|row| Node::MemberInvitation(MemberInvitation::new(view, row.into()))))
            })
            .await
        }
        EmployeeInvitationId::PREFIX => {
            let id: EmployeeInvitationId = parse(id)?;
            owned::<employee_invitation::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(keys::EmployeeInvitationById(id)).await?;
                Ok(row.map(|row| Node::EmployeeInvitation(EmployeeInvitation::new(view, row.into()))))
            })
            .await
        }
        PermissionGrantId::PREFIX => {
            let id: PermissionGrantId = parse(id)?;
            owned::<permission_grant::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(keys::GrantById(id)).await?;
                Ok(row.map(|row| Node::PermissionGrant(PermissionGrant::new(view, row))))
            })
            .await
        }
        CategoryId::PREFIX => {
            let id: CategoryId = parse(id)?;
            owned::<category::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(CategoryById(id)).await?;
                Ok(row.map(|row| Node::Category(Category::new(row))))
            })
            .await
        }
        TagId::PREFIX => {
            let id: TagId = parse(id)?;
            owned::<tag::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(TagById(id)).await?;
                Ok(row.map(|row| Node::Tag(Tag::new(row))))
            })
            .await
        }
        CourseId::PREFIX => {
            let id: CourseId = parse(id)?;
            owned::<course::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(CourseById(id)).await?;
                Ok(row.map(|row| Node::Course(Course::new(view, row))))
            })
            .await
        }
        ChapterId::PREFIX => {
            let id: ChapterId = parse(id)?;
            owned::<chapter::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(ChapterById(id)).await?;
                Ok(row.map(|row| Node::Chapter(Chapter::new(view, row))))
            })
            .await
        }
        LessonId::PREFIX => {
            let id: LessonId = parse(id)?;
            owned::<lesson::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(LessonById(id)).await?;
                Ok(row.map(|row| Node::Lesson(Lesson::new(view, row))))
            })
            .await
        }
        QuizId::PREFIX => {
            let id: QuizId = parse(id)?;
            owned::<quiz::Entity, _>(request, id, whereabouts, async |view| {
                let row = view.load(QuizById(id)).await?;
                Ok(row.map(|row| Node::Quiz(Quiz::new(view, row))))
            })
            .await
        }
        _ => Err(error(
            ErrorKind::BadUserInput,
            format!("there is no type whose ids start with `{prefix}_`"),
        )),
    }
}

fn parse<I: TypedId>(id: &ID) -> Result<I> {
    I::parse(id).map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
}

async fn owned<E: Owned, I: TypedId>(
    request: &Arc<RequestContext>,
    id: I,
    whereabouts: Option<&Whereabouts>,
    read: impl AsyncFnOnce(OrgView) -> Result<Option<Node>>,
) -> Result<Option<Node>> {
    match view_of(request, &Target::of::<E>("id", id), id.uuid(), whereabouts).await? {
        Some(view) => read(view).await,
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
