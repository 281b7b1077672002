//! One course with what it costs.

use super::{SeedCourse, SeedProduct, SeedQuiz};
use crate::seed::{organization::House, planter::Planter};
use commerce::{
    MoneyInput,
    price::{SetPrice, set_price},
    product::{CreateProduct, activate_product, create_product},
};
use content::{
    chapter::create_chapter,
    course::{NewCourse, create_course, publish_course, set_course_tags, submit_course},
    lesson::{NewLesson, create_lesson},
    quiz::{NewQuestion, NewQuiz, OptionInput, add_quiz_question, create_quiz},
};
use entities::{
    course::{self, CourseStatus},
    lesson::LessonKind,
    product,
    quiz::AnswerReveal,
    quiz_question::QuestionKind,
    variant,
};
use finance::attribution::{NewAttribution, Whom, create_attribution};
use kernel::{CourseId, LessonId, ProductId};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Failure, OrgTx};

impl Planter<'_> {
    /// Writes and publishes a course that is not there yet, and puts it on sale.
    pub(super) async fn course(&self, house: &House, seed: &SeedCourse) -> anyhow::Result<()> {
        let there = self.course_by_slug(house, &seed.slug).await?;
        let course = match there {
            Some(course) => course,
            None => {
                self.act(house, &seed.author, |tx| {
                    let seed = seed.clone();
                    Box::pin(async move { write(tx, &seed).await })
                })
                .await?
            }
        };
        let id = course.id;
        if course.status == CourseStatus::InReview && !seed.is_draft {
            self.act_as_owner(house, |tx| Box::pin(publish_course(tx, id)))
                .await?;
        }
        if let Some(product) = &seed.product
            && self.product_of(house, id).await?.is_none()
        {
            self.product(house, id, seed, product).await?;
        }
        Ok(())
    }

    /// A course of the organization.
    pub(super) async fn course_by_slug(
        &self,
        house: &House,
        slug: &str,
    ) -> anyhow::Result<Option<course::Model>> {
        let across = self.store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<course::Entity>()
            .filter(course::Column::OrganizationId.eq(house.row.id))
            .filter(course::Column::Slug.eq(slug));
        Ok(found.one().await?)
    }

    /// What a course is sold as.
    pub(super) async fn product_of(
        &self,
        house: &House,
        course: CourseId,
    ) -> anyhow::Result<Option<product::Model>> {
        let across = self.store.across(CrossOrganization::CommandLine);
        let found = across
            .find::<product::Entity>()
            .filter(product::Column::OrganizationId.eq(house.row.id))
            .filter(product::Column::CourseId.eq(course));
        Ok(found.one().await?)
    }

    async fn product(
        &self,
        house: &House,
        course: CourseId,
        seed: &SeedCourse,
        product: &SeedProduct,
    ) -> anyhow::Result<()> {
        let product_id = self
            .act_as_owner(house, |tx| {
                let (seed, product) = (seed.clone(), product.clone());
                Box::pin(async move { sell(tx, course, &seed, &product).await })
            })
            .await?;
        for share in &product.shares {
            let member = self.member_of(house, &share.employee).await?;
            let Some(member) = member.map(|member| member.id) else {
                anyhow::bail!("{} has a share and is no member", share.employee);
            };
            self.act_as_owner(house, |tx| {
                let input = NewAttribution {
                    product: product_id,
                    employee: Whom::Member(member),
                    kind: share.kind,
                    share: share.percent,
                    effective_from: None,
                    effective_to: None,
                };
                Box::pin(create_attribution(tx, input))
            })
            .await?;
        }
        Ok(())
    }
}

/// Writes a course and hands it in for review.
async fn write(tx: &OrgTx, seed: &SeedCourse) -> Result<course::Model, Failure> {
    let course = create_course(
        tx,
        NewCourse {
            title: seed.title.clone(),
            slug: Some(seed.slug.clone()),
            summary: seed.summary.clone(),
            description_html: None,
            level: seed.level,
            locale: None,
            category_id: None,
            duration_minutes: None,
            validity_months: seed.validity_months,
        },
    )
    .await?;
    set_course_tags(tx, course.id, seed.tags.clone()).await?;
    let mut last = None;
    for chapter in &seed.chapters {
        let written = create_chapter(tx, course.id, &chapter.title).await?;
        for lesson in &chapter.lessons {
            let lesson = NewLesson {
                title: lesson.title.clone(),
                summary: None,
                kind: LessonKind::Text,
                is_required: true,
                is_preview: lesson.is_preview,
                text_html: Some(lesson.html.clone()),
                video_url: None,
                video_seconds: None,
            };
            last = Some(create_lesson(tx, written.id, lesson).await?.id);
        }
    }
    if let (Some(quiz), Some(lesson)) = (&seed.quiz, last) {
        ask(tx, course.id, lesson, quiz).await?;
    }
    if seed.is_draft {
        return Ok(course);
    }
    submit_course(tx, course.id).await
}

async fn ask(tx: &OrgTx, course: CourseId, lesson: LessonId, seed: &SeedQuiz) -> Result<(), Failure> {
    let quiz = NewQuiz {
        course_id: course,
        lesson_id: Some(lesson),
        title: seed.title.clone(),
        is_required: true,
        passing_percent: 80,
        max_attempts: seed.max_attempts,
        time_limit_seconds: None,
        is_shuffled: true,
        reveal: AnswerReveal::WhenFinished,
    };
    let quiz = create_quiz(tx, quiz).await?;
    for question in &seed.questions {
        let option = |text: &String, is_correct| OptionInput {
            id: None,
            text: text.clone(),
            is_correct,
        };
        let mut options = vec![option(&question.right, true)];
        options.extend(question.wrong.iter().map(|text| option(text, false)));
        let question = NewQuestion {
            kind: QuestionKind::SingleChoice,
            prompt: question.prompt.clone(),
            points: 10,
            options,
            explanation: question.explanation.clone(),
        };
        add_quiz_question(tx, quiz.id, question).await?;
    }
    Ok(())
}

/// Puts a course on sale.
async fn sell(
    tx: &OrgTx,
    course: CourseId,
    seed: &SeedCourse,
    product: &SeedProduct,
) -> Result<ProductId, Failure> {
    let made = CreateProduct {
        slug: seed.slug.clone(),
        name: seed.title.clone(),
        description: seed.summary.clone(),
        course_id: Some(course),
    };
    let made = create_product(tx, made).await?;
    let variant = tx
        .find::<variant::Entity>()
        .filter(variant::Column::ProductId.eq(made.id))
        .one()
        .await?
        .ok_or(Failure::Defect("a product has a first variant"))?;
    for price in &product.prices {
        let price = SetPrice {
            variant_id: variant.id,
            amount: MoneyInput {
                amount: price.amount,
                currency: price.currency.clone(),
            },
            is_tax_inclusive: false,
            valid_from: None,
        };
        set_price(tx, price).await?;
    }
    activate_product(tx, made.id).await?;
    Ok(made.id)
}
