//! Finding courses by their words. Each database has an index of words of its own; what is found, and in which order, is
//! the same on both.

use entities::{course, course_text};
use kernel::{OrganizationId, SearchTerms, TypedId};
use sea_orm::{
    ColumnTrait,
    sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement},
};
use store::Engine;

/// An index of the words of courses.
trait WordIndex {
    /// The courses of an organization that have words beginning with every one of the terms.
    fn matching(&self, organization: OrganizationId, terms: &SearchTerms) -> SelectStatement;
}

/// PostgreSQL: an inverted index of lexemes, which are our own words as they are.
struct Lexemes;

impl WordIndex for Lexemes {
    fn matching(&self, organization: OrganizationId, terms: &SearchTerms) -> SelectStatement {
        let query: Vec<String> = terms.iter().map(|term| format!("'{term}':*")).collect();
        let matches = Expr::cust_with_values(
            "array_to_tsvector(string_to_array(\"course_text\".\"words\", ' ')) @@ $1::text::tsquery",
            [query.join(" & ")],
        );
        Query::select()
            .column(course_text::Column::CourseId)
            .from(course_text::Entity)
            .and_where(course_text::Column::OrganizationId.eq(organization))
            .and_where(matches)
            .to_owned()
    }
}

/// SQLite: FTS5, whose table names the course and has the organization among its words.
struct Fts5;

impl WordIndex for Fts5 {
    fn matching(&self, organization: OrganizationId, terms: &SearchTerms) -> SelectStatement {
        let words: Vec<String> = terms.iter().map(|term| format!("\"{term}\" *")).collect();
        let query = format!(
            "key : \"{}\" AND words : ({})",
            organization.uuid().simple(),
            words.join(" AND ")
        );
        Query::select()
            .expr(Expr::cust("\"course_words\".\"course_id\""))
            .from("course_words")
            .and_where(Expr::cust_with_values("\"course_words\" MATCH ?", [query]))
            .to_owned()
    }
}

/// The courses of an organization that have words beginning with every one of the terms.
pub(crate) fn matching(engine: Engine, organization: OrganizationId, terms: &SearchTerms) -> SelectStatement {
    match engine {
        Engine::Postgres => Lexemes.matching(organization, terms),
        Engine::Sqlite => Fts5.matching(organization, terms),
    }
}

/// How well a course fits the terms: for each, 100 where a word of the title begins with it, 10 for one of the summary or
/// the tags, 1 for one of the outline.
pub(crate) fn relevance(terms: &SearchTerms) -> Expr {
    let mut points = Expr::val(0i64);
    for term in terms.iter() {
        for (column, worth) in [
            (course_text::Column::Title, 100i64),
            (course_text::Column::Summary, 10),
            (course_text::Column::Outline, 1),
        ] {
            let spaced = Expr::val(" ").binary(
                sea_orm::sea_query::BinOper::Custom("||"),
                Expr::col((course_text::Entity, column)),
            );
            // Terms are letters and digits, so there is nothing to escape.
            let begins = spaced.like(format!("% {term}%"));
            points = points.add(CaseStatement::new().case(begins, worth).finally(0i64));
        }
    }
    let of_course = Query::select()
        .expr(points.cast_as("bigint"))
        .from(course_text::Entity)
        .and_where(
            Expr::col((course_text::Entity, course_text::Column::OrganizationId))
                .eq(Expr::col((course::Entity, course::Column::OrganizationId))),
        )
        .and_where(
            Expr::col((course_text::Entity, course_text::Column::CourseId))
                .eq(Expr::col((course::Entity, course::Column::Id))),
        )
        .to_owned();
    Expr::from(of_course)
}
