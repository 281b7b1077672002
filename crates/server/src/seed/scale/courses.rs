//! Courses with their chapters and lessons, and the products that sell them.

use super::{Maker, Size, maker::small, people::House};
use anyhow::Context;
use entities::{
    attribution::{self, AttributionKind},
    category,
    chapter::{self, ContentStatus},
    course::{self, CourseLevel, CourseStatus},
    course_mentor, course_text,
    lesson::{self, LessonKind},
    lesson_content, price,
    product::{self, ProductStatus},
    variant,
};
use kernel::{CategoryId, CourseId, EmployeeId, LessonId, ProductId, VariantId, different_words, words};
use std::collections::HashMap;
use store::Store;

/// A course, with what is sold of it and who earns from that.
pub(super) struct Sold {
    pub(super) course: CourseId,
    pub(super) title: String,
    pub(super) lessons: Vec<LessonId>,
    pub(super) product: ProductId,
    pub(super) variant: VariantId,
    pub(super) price_minor: i64,
    pub(super) attributions: Vec<attribution::Model>,
}

#[derive(Default)]
struct Rows {
    courses: Vec<course::Model>,
    mentors: Vec<course_mentor::Model>,
    chapters: Vec<chapter::Model>,
    lessons: Vec<lesson::Model>,
    contents: Vec<lesson_content::Model>,
    products: Vec<product::Model>,
    variants: Vec<variant::Model>,
    prices: Vec<price::Model>,
}

const SUBJECTS: [&str; 10] = [
    "Rust",
    "Safety",
    "Finance",
    "Design",
    "Leadership",
    "Databases",
    "Welding",
    "First aid",
    "Writing",
    "Statistics",
];

pub(super) async fn courses(store: &Store, maker: &mut Maker, house: &House) -> anyhow::Result<Vec<Sold>> {
    let categories = categories(maker, house);
    let mut rows = Rows::default();
    let mut sold = Vec::new();
    for (index, (subject, category)) in (0..Size::COURSES).zip(SUBJECTS.iter().zip(&categories).cycle()) {
        let makers = [maker_of(house, index)?, maker_of(house, index + 3)?];
        let course = course(maker, house, index, subject, category.id, makers);
        rows.mentors.push(course_mentor::Model {
            id: maker.id(),
            organization_id: house.id,
            course_id: course.id,
            employee_id: course.owner_employee_id,
            created_at: maker.now(),
        });
        let lessons = outline(maker, &course, &mut rows);
        sold.push(goods(maker, &course, lessons, index, makers, &mut rows));
        rows.courses.push(course);
    }
    let attributions = sold.iter().flat_map(|one| one.attributions.clone()).collect();
    let texts = texts(maker, &rows);
    let fill = store.fill(Some(house.id)).await?;
    fill.rows::<category::Entity>(categories).await?;
    fill.rows::<course::Entity>(rows.courses).await?;
    fill.rows::<course_mentor::Entity>(rows.mentors).await?;
    fill.rows::<chapter::Entity>(rows.chapters).await?;
    fill.rows::<lesson::Entity>(rows.lessons).await?;
    fill.rows::<lesson_content::Entity>(rows.contents).await?;
    fill.rows::<course_text::Entity>(texts).await?;
    fill.rows::<product::Entity>(rows.products).await?;
    fill.rows::<variant::Entity>(rows.variants).await?;
    fill.rows::<price::Entity>(rows.prices).await?;
    fill.rows::<attribution::Entity>(attributions).await?;
    fill.commit().await?;
    Ok(sold)
}

/// The words that the courses are found by.
fn texts(maker: &mut Maker, rows: &Rows) -> Vec<course_text::Model> {
    let mut outlines: HashMap<CourseId, Vec<&str>> = HashMap::new();
    for chapter in &rows.chapters {
        outlines
            .entry(chapter.course_id)
            .or_default()
            .push(&chapter.title);
    }
    for lesson in &rows.lessons {
        outlines.entry(lesson.course_id).or_default().push(&lesson.title);
    }
    let mut texts = Vec::with_capacity(rows.courses.len());
    for course in &rows.courses {
        let title = words(&course.title);
        let summary = words(course.summary.as_deref().unwrap_or_default());
        let outline = words(&outlines.remove(&course.id).unwrap_or_default().join(" "));
        let all = different_words(&[&title, &summary, &outline]);
        texts.push(course_text::Model {
            id: maker.id(),
            organization_id: course.organization_id,
            course_id: course.id,
            title,
            summary,
            outline,
            words: all,
            created_at: maker.now(),
            updated_at: maker.now(),
        });
    }
    texts
}

fn maker_of(house: &House, index: u64) -> anyhow::Result<EmployeeId> {
    let among = house.employees.len().max(1);
    let place = usize::try_from(index).unwrap_or_default() % among;
    house
        .employees
        .get(place)
        .copied()
        .context("an organization without employees")
}

fn categories(maker: &mut Maker, house: &House) -> Vec<category::Model> {
    (0..)
        .zip(SUBJECTS)
        .map(|(position, subject)| category::Model {
            id: maker.id(),
            organization_id: house.id,
            name: subject.to_owned(),
            slug: subject.to_lowercase().replace(' ', "-"),
            description: None,
            position,
            created_at: maker.now(),
            updated_at: maker.now(),
        })
        .collect()
}

fn course(
    maker: &mut Maker,
    house: &House,
    index: u64,
    subject: &str,
    category: CategoryId,
    makers: [EmployeeId; 2],
) -> course::Model {
    let number = index + 1;
    course::Model {
        id: maker.id(),
        organization_id: house.id,
        slug: format!("course-{number}"),
        title: format!("{subject} {number}"),
        summary: Some(format!(
            "What everybody should know about {subject}, part {number}."
        )),
        description_html: Some(format!("<p>A course about {subject}.</p>").repeat(4)),
        cover: None,
        level: match index % 3 {
            0 => CourseLevel::Beginner,
            1 => CourseLevel::Intermediate,
            _ => CourseLevel::Advanced,
        },
        status: CourseStatus::Published,
        locale: "en".to_owned(),
        category_id: Some(category),
        owner_employee_id: makers[0],
        duration_minutes: Some(small(60 + index)),
        validity_months: None,
        published_at: Some(maker.now()),
        archived_at: None,
        rating_count: 0,
        rating_total: 0,
        rating_hundredths: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

fn outline(maker: &mut Maker, course: &course::Model, rows: &mut Rows) -> Vec<LessonId> {
    let mut lessons = Vec::new();
    for part in 0..Size::CHAPTERS {
        let chapter = chapter::Model {
            id: maker.id(),
            organization_id: course.organization_id,
            course_id: course.id,
            title: format!("Chapter {}", part + 1),
            position: small(part),
            status: ContentStatus::Published,
            release_at: None,
            early_unlock_points: None,
            version: 1,
            created_at: maker.now(),
            updated_at: maker.now(),
        };
        for place in 0..Size::LESSONS {
            let lesson = lesson::Model {
                id: maker.id(),
                organization_id: course.organization_id,
                course_id: course.id,
                chapter_id: chapter.id,
                title: format!("Lesson {}", part * Size::LESSONS + place + 1),
                summary: None,
                kind: LessonKind::Text,
                position: small(place),
                status: ContentStatus::Published,
                release_at: None,
                early_unlock_points: None,
                is_required: true,
                is_preview: part == 0 && place == 0,
                video_seconds: None,
                version: 1,
                created_at: maker.now(),
                updated_at: maker.now(),
            };
            rows.contents.push(lesson_content::Model {
                id: maker.id(),
                organization_id: course.organization_id,
                lesson_id: lesson.id,
                course_id: course.id,
                text_html: Some("<p>Read this with care.</p>".repeat(8)),
                video_url: None,
                created_at: maker.now(),
                updated_at: maker.now(),
            });
            lessons.push(lesson.id);
            rows.lessons.push(lesson);
        }
        rows.chapters.push(chapter);
    }
    lessons
}

fn goods(
    maker: &mut Maker,
    course: &course::Model,
    lessons: Vec<LessonId>,
    index: u64,
    makers: [EmployeeId; 2],
    rows: &mut Rows,
) -> Sold {
    let product = product::Model {
        id: maker.id(),
        organization_id: course.organization_id,
        slug: course.slug.clone(),
        name: course.title.clone(),
        description: None,
        course_id: Some(course.id),
        status: ProductStatus::Active,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    };
    let variant = variant::Model {
        id: maker.id(),
        organization_id: course.organization_id,
        product_id: product.id,
        name: "Standard".to_owned(),
        sku: None,
        position: 0,
        is_active: true,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    };
    let price_minor = 1_999 + 100 * i64::from(small(index));
    rows.prices.push(price::Model {
        id: maker.id(),
        organization_id: course.organization_id,
        variant_id: variant.id,
        currency: "EUR".to_owned(),
        amount_minor: price_minor,
        is_tax_inclusive: false,
        valid_from: maker.now(),
        valid_to: None,
        set_by_employee_id: makers[0],
        created_at: maker.now(),
    });
    let attributions = [
        (AttributionKind::Creator, 600_000),
        (AttributionKind::Collaborator, 200_000),
    ]
    .into_iter()
    .zip(makers)
    .map(|((kind, share_ppm), employee_id)| attribution::Model {
        id: maker.id(),
        organization_id: course.organization_id,
        product_id: product.id,
        employee_id,
        kind,
        share_ppm,
        effective_from: maker.now(),
        effective_to: None,
        set_by_employee_id: makers[0],
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    })
    .collect();
    let sold = Sold {
        course: course.id,
        title: course.title.clone(),
        lessons,
        product: product.id,
        variant: variant.id,
        price_minor,
        attributions,
    };
    rows.products.push(product);
    rows.variants.push(variant);
    sold
}
