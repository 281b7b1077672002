//! What is measured: the operations under `bench/operations`, and with which variables they are asked.

use super::data::Data;
use crate::{client::Client, server::Server};
use anyhow::{Context, ensure};
use serde_json::{Value, json};

/// An operation, and how requests of it are made.
pub(super) struct Operation {
    /// The short name.
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// What it should reach of the limit.
    pub(super) target: f64,
    document: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Course,
    Catalogue,
    Tree,
    Members,
    Report,
    Lesson,
    Order,
}

macro_rules! document {
    ($file:literal) => {
        include_str!(concat!("../../../../bench/operations/", $file, ".graphql"))
    };
}

pub(super) const ALL: [Operation; 7] = [
    Operation {
        name: "Q1",
        what: "one course by its id",
        target: 0.3,
        document: document!("q1-course"),
        kind: Kind::Course,
    },
    Operation {
        name: "Q2",
        what: "catalogue page of 20",
        target: 0.35,
        document: document!("q2-catalogue"),
        kind: Kind::Catalogue,
    },
    Operation {
        name: "Q3",
        what: "course tree, 40 lessons, own progress",
        target: 0.3,
        document: document!("q3-course-tree"),
        kind: Kind::Tree,
    },
    Operation {
        name: "Q4",
        what: "members dashboard of 50",
        target: 0.5,
        document: document!("q4-members"),
        kind: Kind::Members,
    },
    Operation {
        name: "Q5",
        what: "report of 1,000 enrollments",
        target: 0.35,
        document: document!("q5-enrollments"),
        kind: Kind::Report,
    },
    Operation {
        name: "M1",
        what: "complete a lesson",
        target: 0.45,
        document: document!("m1-complete-lesson"),
        kind: Kind::Lesson,
    },
    Operation {
        name: "M2",
        what: "place and capture an order",
        target: 0.4,
        document: document!("m2-place-order"),
        kind: Kind::Order,
    },
];

/// Somebody's request, ready to be sent.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) token: String,
    pub(super) body: String,
}

impl Operation {
    /// Whether asking twice is not the same as asking once.
    pub(super) const fn is_change(&self) -> bool {
        matches!(self.kind, Kind::Lesson | Kind::Order)
    }

    /// How many requests a turn needs at most. Reads are repeated as often as there is time.
    pub(super) fn fresh(&self, seconds: u64) -> usize {
        if self.is_change() {
            usize::try_from(seconds * 3_000).unwrap_or(usize::MAX)
        } else {
            usize::MAX
        }
    }

    fn request(&self, token: &str, variables: &Value) -> anyhow::Result<Request> {
        let (_, name) = self
            .document
            .split_once("query ")
            .or_else(|| self.document.split_once("mutation "))
            .context("an operation has a name")?;
        let (name, _) = name.split_once('(').context("an operation has variables")?;
        let body = json!({ "query": self.document, "operationName": name, "variables": variables });
        Ok(Request {
            token: token.to_owned(),
            body: body.to_string(),
        })
    }

    /// Requests of different people about different things; those that change something are used up.
    pub(super) fn requests(&self, data: &mut Data, most: usize) -> anyhow::Result<Vec<Request>> {
        match self.kind {
            Kind::Lesson => self.changes(&mut data.lessons, most),
            Kind::Order => self.changes(&mut data.orders, most),
            Kind::Course | Kind::Catalogue | Kind::Tree => data
                .learners
                .iter()
                .take(most)
                .map(|learner| {
                    let variables = match self.kind {
                        Kind::Course => json!({ "id": learner.course }),
                        Kind::Catalogue => json!({ "organization": learner.organization, "first": 20 }),
                        Kind::Tree | Kind::Members | Kind::Report | Kind::Lesson | Kind::Order => {
                            json!({ "organization": learner.organization, "course": learner.slug })
                        }
                    };
                    self.request(&learner.token, &variables)
                })
                .collect(),
            Kind::Members | Kind::Report => {
                let first = if self.kind == Kind::Members { 50 } else { 1_000 };
                self.of_owners(data, most, &json!({ "first": first }))
            }
        }
    }

    fn changes(&self, left: &mut Vec<(String, Value)>, most: usize) -> anyhow::Result<Vec<Request>> {
        ensure!(
            !left.is_empty(),
            "nothing is left to be changed; seed a larger scale"
        );
        let some = left.split_off(left.len().saturating_sub(most));
        some.iter()
            .map(|(token, variables)| self.request(token, variables))
            .collect()
    }

    fn of_owners(&self, data: &Data, most: usize, page: &Value) -> anyhow::Result<Vec<Request>> {
        data.owners
            .iter()
            .take(most)
            .map(|(token, organization)| {
                let mut variables = page.clone();
                if let Some(variables) = variables.as_object_mut() {
                    variables.insert("organization".to_owned(), json!(organization));
                }
                self.request(token, &variables)
            })
            .collect()
    }
}

/// Pages of different lengths, and far from the beginning.
pub(super) async fn growth(ours: &Server, data: &Data) -> anyhow::Result<Vec<(String, Vec<Request>)>> {
    let report = ALL
        .iter()
        .find(|operation| operation.kind == Kind::Report)
        .context("there is a report")?;
    let mut grown = Vec::new();
    for first in [10, 100, 1_000] {
        let requests = report.of_owners(data, 20, &json!({ "first": first }))?;
        grown.push((format!("{first} enrollments"), requests));
    }
    let (mut far, mut last) = (Vec::new(), Vec::new());
    for (token, organization) in &data.owners {
        let mut client = Client::connect(ours.address(), Some(token.clone())).await?;
        let mut after = Value::Null;
        let page = |first: i32, after: &Value| json!({ "organization": organization, "first": first, "after": after });
        for first in [1_000, 1_000, 1_000, 990, 10] {
            if first == 10 {
                far.push(report.request(token, &page(first, &after))?);
            }
            let answer = client.send(report.document, page(first, &after)).await?;
            after = answer
                .pointer("/data/organization/enrollments/pageInfo/endCursor")
                .cloned()
                .with_context(|| format!("no page: {answer}"))?;
        }
        last.push(report.request(token, &page(1_000, &after))?);
    }
    grown.insert(1, ("10 enrollments, page 400".to_owned(), far));
    grown.push(("1000 enrollments, page 5".to_owned(), last));
    Ok(grown)
}
