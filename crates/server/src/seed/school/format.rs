//! What an organization of a seed file teaches and sells.

use entities::{attribution::AttributionKind, course::CourseLevel};
use rust_decimal::Decimal;
use serde::Deserialize;

/// Everything beyond its people. Each part names who does it, because they act themselves.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedSchool {
    /// What is taken from every sale; set by a platform operator.
    pub fees: Option<SeedFees>,
    /// Sales tax by jurisdiction.
    #[serde(default)]
    pub tax_rates: Vec<SeedTaxRate>,
    /// Courses with what they cost and who earns from them.
    #[serde(default)]
    pub courses: Vec<SeedCourse>,
    /// Discounts.
    #[serde(default)]
    pub offers: Vec<SeedOffer>,
    /// What was bought and learned. Paid with the built-in test provider, which moves no money.
    #[serde(default)]
    pub orders: Vec<SeedOrder>,
    /// Who pays out what was earned by then; nobody, if not given.
    pub payout_by: Option<String>,
}

/// Fees in percent.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedFees {
    /// The operator who sets them.
    pub set_by: String,
    /// What the platform keeps.
    pub platform: Decimal,
    /// The estimate of what the payment provider keeps.
    pub processing: Decimal,
    /// The tax that is withheld.
    pub withholding: Decimal,
}

/// One rate.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedTaxRate {
    /// Country or part of one.
    pub jurisdiction: String,
    /// The name on invoices.
    pub name: String,
    /// In percent.
    pub percent: Decimal,
}

/// One course.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedCourse {
    /// Its name in addresses, by which it is recognized.
    pub slug: String,
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// How much it asks.
    pub level: CourseLevel,
    /// An employee who writes it.
    pub author: String,
    /// Months its certificate is valid.
    pub validity_months: Option<i32>,
    /// Words it is found by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Its chapters.
    pub chapters: Vec<SeedChapter>,
    /// A quiz of its last lesson.
    pub quiz: Option<SeedQuiz>,
    /// Whether it stays a draft.
    #[serde(default)]
    pub is_draft: bool,
    /// How it is sold; not at all, if not given.
    pub product: Option<SeedProduct>,
}

/// One chapter.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedChapter {
    /// The title.
    pub title: String,
    /// Its lessons.
    pub lessons: Vec<SeedLesson>,
}

/// One lesson.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedLesson {
    /// The title.
    pub title: String,
    /// What it teaches.
    pub html: String,
    /// Whether everybody may look into it.
    #[serde(default)]
    pub is_preview: bool,
}

/// One quiz.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedQuiz {
    /// The title.
    pub title: String,
    /// How often it can be taken.
    pub max_attempts: Option<i32>,
    /// Its questions.
    pub questions: Vec<SeedQuestion>,
}

/// One question with one right answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedQuestion {
    /// The question.
    pub prompt: String,
    /// The right answer.
    pub right: String,
    /// The others.
    pub wrong: Vec<String>,
    /// Why.
    pub explanation: Option<String>,
}

/// How a course is sold.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedProduct {
    /// What it costs, in each currency.
    pub prices: Vec<SeedPrice>,
    /// Who earns from it.
    #[serde(default)]
    pub shares: Vec<SeedShare>,
}

/// One price, without sales tax.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedPrice {
    /// How much.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

/// One share.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedShare {
    /// An employee.
    pub employee: String,
    /// What for.
    pub kind: AttributionKind,
    /// In percent.
    pub percent: Decimal,
}

/// One discount by code.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOffer {
    /// The name shown.
    pub name: String,
    /// The code, by which it is recognized.
    pub code: String,
    /// What it takes off, in percent.
    pub percent: Decimal,
    /// How often one customer may use it.
    pub max_uses_per_member: Option<i32>,
}

/// One course bought by one member.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOrder {
    /// An active member.
    pub customer: String,
    /// The slug of a course of the file.
    pub course: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Where it is taxed.
    pub jurisdiction: Option<String>,
    /// Codes of offers.
    #[serde(default)]
    pub codes: Vec<String>,
    /// How many lessons were done; a quiz in their way was passed.
    #[serde(default)]
    pub lessons_done: usize,
    /// What the customer thinks of the course.
    pub rating: Option<SeedRating>,
}

/// What somebody thinks of a course.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedRating {
    /// From 1 to 5.
    pub stars: i32,
    /// Why.
    pub comment: Option<String>,
}

impl SeedSchool {
    /// How far the progress bar moves.
    pub(crate) fn steps(&self) -> usize {
        self.courses.len() + self.orders.len()
    }
}
