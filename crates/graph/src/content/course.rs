//! A course.

use super::authoring::edits;
use crate::{
    Category, Chapter, CourseAction, CourseAuthoring, CourseLevel, CourseRating, CourseRatingConnection,
    CourseRatingFilter, CourseStatus, DateTime, Decimal, Employee, Enrollment, EnrollmentConnection,
    EnrollmentFilter, EnrollmentOrder, EventConnection, EventFilter, Html, Image, LanguageTag, OrgView,
    Organization, Product, Quiz, Tag,
    base::{Row, Rows, connection},
    commerce::keys::ProductsByCourse,
    connection_cost,
    content::keys::{
        CategoryById, ChaptersByCourse, CountsOfCourse, MentorsOfCourse, OutlineOfCourse,
        PrerequisitesOfCourse, QuizzesByCourse, TagsOfCourse,
    },
    governance::events,
    learning::{
        self, Within,
        keys::{OwnEnrollment, OwnRating},
    },
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, Object, Result};
use entities::{course, employee};
use kernel::TypedId;
use reads::{CourseCounts, CourseRow, EnrollmentRow, Joined, OwnCourse};
use std::sync::Arc;

/// A course.
#[derive(Clone, Debug)]
pub struct Course {
    view: OrgView,
    row: Arc<course::Model>,
    owner: Joined<employee::Model>,
    counts: Option<CourseCounts>,
    own: Joined<EnrollmentRow>,
}

impl Course {
    /// A course the actor may see.
    pub fn new(view: OrgView, row: impl Into<Arc<course::Model>>) -> Self {
        Self {
            view,
            row: row.into(),
            owner: Joined::NotAsked,
            counts: None,
            own: Joined::NotAsked,
        }
    }

    /// A course with the actor's enrollment, if that was asked for.
    pub(crate) fn own(view: OrgView, row: OwnCourse) -> Self {
        let OwnCourse { course, own } = row;
        Self {
            own,
            ..Self::new(view, course)
        }
    }

    /// A course of a list, with what was joined.
    pub(super) fn of_list(view: OrgView, row: CourseRow) -> Self {
        let CourseRow {
            course,
            owner,
            counts,
            relevance: _,
        } = row;
        Self {
            view,
            row: course.into(),
            owner,
            counts,
            own: Joined::NotAsked,
        }
    }

    async fn counts(&self) -> Result<Option<CourseCounts>> {
        match self.counts {
            Some(counts) => Ok(Some(counts)),
            None => self.view.load(CountsOfCourse(self.row.id)).await,
        }
    }

    async fn mentor_rows(&self) -> Result<Vec<employee::Model>> {
        let rows = self.view.load(MentorsOfCourse(self.row.id)).await?;
        Ok(rows.unwrap_or_default())
    }
}

fn number(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Content that may be taught, sold or both: chapters of lessons, with quizzes. Published courses are for everybody who
/// sees the organization; drafts for their authors and those who approve content.
#[Object]
impl Course {
    /// The course's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The name in addresses, unique in the organization.
    async fn slug(&self) -> &str {
        &self.row.slug
    }
    /// The title.
    async fn title(&self) -> &str {
        &self.row.title
    }
    /// One or two sentences; plain text.
    async fn summary(&self) -> Option<&str> {
        self.row.summary.as_deref()
    }
    /// What learners can expect.
    async fn description_html(&self) -> Option<Html> {
        self.row.description_html.clone().map(Html)
    }
    /// An uploaded picture that stands for it in the catalogue.
    async fn cover(&self) -> Option<Image> {
        Image::named(self.row.cover.as_deref())
    }
    /// How much it asks of its learners.
    async fn level(&self) -> CourseLevel {
        self.row.level.into()
    }
    /// Where it stands.
    async fn status(&self) -> CourseStatus {
        self.row.status.into()
    }
    /// The language it is written in.
    async fn locale(&self) -> LanguageTag {
        LanguageTag(self.row.locale.clone())
    }
    /// The subject it is listed under.
    async fn category(&self) -> Result<Option<Category>> {
        let Some(id) = self.row.category_id else {
            return Ok(None);
        };
        Ok(self.view.load(CategoryById(id)).await?.map(Category::new))
    }
    /// Its tags, in the order they were given.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn tags(&self) -> Result<Vec<Tag>> {
        let rows = self.view.load(TagsOfCourse(self.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(Tag::new).collect())
    }
    /// The employee who is responsible for it. Null for those who do not see the employees: they are for active members.
    async fn owner(&self) -> Result<Option<Row<Employee>>> {
        let row = self
            .owner
            .or_load(|| self.view.load(EmployeeById(self.row.owner_employee_id)))
            .await?;
        Ok(row.map(|row| Row(Employee::new(self.view.clone(), row.into()))))
    }
    /// The employees who look after its learners and may edit it, as far as you see employees.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn mentors(&self) -> Result<Vec<Employee>> {
        Ok(self
            .mentor_rows()
            .await?
            .into_iter()
            .map(|row| Employee::new(self.view.clone(), row.into()))
            .collect())
    }
    /// The courses that have to be completed before it, as far as you see them; at most 50.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn prerequisites(&self) -> Result<Vec<Course>> {
        let rows = self.view.load(PrerequisitesOfCourse(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Course::new(self.view.clone(), row))
            .collect())
    }
    /// Its chapters in their order; at most 200. Drafts are shown to authors only.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn chapters(&self, ctx: &Context<'_>) -> Result<Rows<Chapter>> {
        let lessons = ctx.look_ahead().field("lessons");
        if lessons.exists() {
            let key = OutlineOfCourse {
                course: self.row.id,
                with_progress: lessons.field("viewerProgress").exists(),
            };
            let outlines = self.view.load(key).await?.unwrap_or_default().into_iter();
            return Ok(outlines
                .map(|outline| Chapter::outlined(self.view.clone(), outline))
                .collect());
        }
        let rows = self.view.load(ChaptersByCourse(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Chapter::new(self.view.clone(), row))
            .collect())
    }
    /// How many chapters you see.
    async fn chapter_count(&self) -> Result<i32> {
        Ok(self.counts().await?.map_or(0, |counts| number(counts.chapters)))
    }
    /// How many lessons you see.
    async fn lesson_count(&self) -> Result<i32> {
        Ok(self.counts().await?.map_or(0, |counts| number(counts.lessons)))
    }
    /// How many of the lessons you see are required to complete the course.
    async fn required_lesson_count(&self) -> Result<i32> {
        let mut counts = self.counts.filter(|counts| counts.required_lessons.is_some());
        if counts.is_none() {
            counts = self.view.load(CountsOfCourse(self.row.id)).await?;
        }
        Ok(counts
            .and_then(|counts| counts.required_lessons)
            .map_or(0, number))
    }
    /// The quizzes of the course and its lessons, the oldest first. The questions come with an attempt.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn quizzes(&self) -> Result<Vec<Quiz>> {
        let rows = self.view.load(QuizzesByCourse(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Quiz::new(self.view.clone(), row))
            .collect())
    }
    /// The product that sells it; null, if none does or you may not see it.
    async fn product(&self) -> Result<Option<Product>> {
        let rows = self.view.load(ProductsByCourse(self.row.id)).await?;
        let row = rows.unwrap_or_default().into_iter().next();
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
    /// How long it takes in minutes, as its authors say.
    async fn duration_minutes(&self) -> Option<i32> {
        self.row.duration_minutes
    }
    /// How many months its certificate is valid; null: for ever.
    async fn validity_months(&self) -> Option<i32> {
        self.row.validity_months
    }
    /// When it was last published.
    async fn published_at(&self) -> Option<DateTime> {
        self.row.published_at.map(DateTime)
    }
    /// When it was archived; null unless the status is `ARCHIVED`.
    async fn archived_at(&self) -> Option<DateTime> {
        self.row.archived_at.map(DateTime)
    }
    /// The average of its ratings, from 1.00 to 5.00, with two decimals; null before the first.
    async fn rating_average(&self) -> Option<Decimal> {
        let hundredths = self.row.rating_hundredths?;
        Some(Decimal(rust_decimal::Decimal::new(hundredths.into(), 2)))
    }
    /// How many ratings the average is made of.
    async fn rating_count(&self) -> i32 {
        self.row.rating_count
    }
    /// What its learners think of it, the latest first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn ratings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only ratings that match all of these.")] filter: Option<CourseRatingFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<CourseRatingConnection> {
        let page = (first, after, last, before);
        learning::course_ratings(ctx, &self.view, self.row.id, filter, page).await
    }
    /// What you think of it; null if you have not rated it.
    async fn viewer_rating(&self) -> Result<Option<CourseRating>> {
        let row = self.view.load(OwnRating(self.row.id)).await?;
        Ok(row.map(|row| CourseRating::new(self.view.clone(), row)))
    }
    /// Your own enrollment in it; null if you have none.
    async fn viewer_enrollment(&self) -> Result<Option<Row<Enrollment>>> {
        let key = OwnEnrollment(self.row.id);
        let row = self.own.or_load(|| self.view.load(key)).await?;
        let row = row.map(Arc::unwrap_or_clone);
        Ok(row.map(|row| Row(Enrollment::new(self.view.clone(), row))))
    }
    /// Who learns it, as far as you see them: everybody for its authors and for those who follow all learners, otherwise
    /// yourself. Newest first unless ordered otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn enrollments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only enrollments that match all of these.")] filter: Option<EnrollmentFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<EnrollmentOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EnrollmentConnection> {
        let (within, page) = (Within::Course(self.row.id), (first, after, last, before));
        learning::enrollments(ctx, &self.view, within, filter, order_by, page).await
    }
    /// What you may do to it now.
    async fn viewer_actions(&self) -> Result<Vec<CourseAction>> {
        let mentors = self.mentor_rows().await?;
        Ok(CourseAction::allowed(
            self.view.access().await?,
            &self.row,
            &mentors,
        ))
    }
    /// What its authors and reviewers see besides; null for everybody else.
    async fn authoring(&self) -> Result<Option<CourseAuthoring>> {
        let access = self.view.access().await?;
        let may = access.reads_all_content() || edits(access, &self.row, &self.mentor_rows().await?);
        Ok(may.then(|| CourseAuthoring::new(self.view.clone(), self.row.clone())))
    }
    /// What happened to the course, newest first: who handed it in, who returned it and with which note, who published
    /// it. Empty unless you are one of its authors or reviewers, or may read the log.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events that match all of these.")] filter: Option<EventFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EventConnection> {
        let about = Some(vec![self.row.id.uuid()]);
        events(ctx, &self.view, filter, about, (first, after, last, before)).await
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was begun.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of courses.
    CourseConnection,
    /// A course and its position in the list.
    CourseEdge,
    Course
}
