//! Problems: texts with places to answer between them. Every place to answer is a question of its own.

use super::{Olx, component::Body};
use crate::{
    draft::{OptionDraft, QuestionKind, Reason, Subject},
    error::PackageError,
    question::{self, Found, POINTS},
    text,
    xml::{Element, Node},
};

/// Places to choose in.
const GROUPS: &[&str] = &["choicegroup", "checkboxgroup", "radiogroup", "optioninput"];
/// Feedback to single answers and hints on request.
const HINTS: &[&str] = &[
    "choicehint",
    "optionhint",
    "compoundhint",
    "hintgroup",
    "demandhint",
    "correcthint",
];
/// What is no part of the question.
const BESIDE: &[&str] = &[
    "choicegroup",
    "checkboxgroup",
    "radiogroup",
    "optioninput",
    "solution",
    "choicehint",
    "optionhint",
    "compoundhint",
    "hintgroup",
    "demandhint",
    "script",
    "style",
];

/// A problem on its way.
struct Problem<'a> {
    element: &'a Element,
    place: &'a str,
    /// Text since the last question.
    pending: String,
    /// What a right answer earns, where the problem says it for its only question.
    points: i32,
    /// How many questions of the lesson came before.
    before: usize,
    number: usize,
}

impl Olx<'_> {
    /// Adds the questions of a problem.
    pub(super) fn problem(
        &mut self,
        element: &Element,
        place: &str,
        body: &mut Body,
    ) -> Result<(), PackageError> {
        let responses = responses(element);
        if responses == 0 {
            self.skip(Subject::Component, place, Reason::TextOnly);
            return Ok(());
        }
        let weight = element.attribute("weight");
        let points = weight.and_then(|weight| weight.strip_suffix(".0").unwrap_or(weight).parse().ok());
        let mut problem = Problem {
            element,
            place,
            pending: String::new(),
            points: points.filter(|_| responses == 1).unwrap_or(POINTS),
            before: body.questions.len(),
            number: 0,
        };
        self.walk(element, &mut problem, body)?;
        // What follows the last place to answer belongs to its question.
        let rest = text::plain(&problem.pending);
        if body.questions.len() > problem.before
            && !rest.is_empty()
            && let Some(last) = body.questions.last_mut()
        {
            let prompt = format!("{}\n\n{rest}", last.prompt);
            if prompt.chars().count() <= self.limits.prompt_chars {
                last.prompt = prompt;
            } else {
                let reason = Reason::TooLong(self.limits.prompt_chars);
                self.skip(Subject::Detail, place, reason);
            }
        }
        Ok(())
    }

    fn walk(
        &mut self,
        element: &Element,
        problem: &mut Problem<'_>,
        body: &mut Body,
    ) -> Result<(), PackageError> {
        for node in &element.children {
            match node {
                Node::Text(words) => problem.pending.push_str(&text::escape(words)),
                Node::Element(inside) if inside.name.ends_with("response") => {
                    problem.number += 1;
                    self.response(inside, problem, body)?;
                    problem.pending.clear();
                }
                Node::Element(inside) if BESIDE.contains(&inside.name.as_str()) => {}
                Node::Element(inside) if responses(inside) > 0 => {
                    problem.pending.push_str("<br>");
                    self.walk(inside, problem, body)?;
                }
                Node::Element(inside) => problem.pending.push_str(&inside.outer_html()),
            }
        }
        Ok(())
    }

    fn response(
        &mut self,
        response: &Element,
        problem: &Problem<'_>,
        body: &mut Body,
    ) -> Result<(), PackageError> {
        let place = if problem.number == 1 {
            problem.place.to_owned()
        } else {
            format!("{}#{}", problem.place, problem.number)
        };
        let kind = match response.name.as_str() {
            "multiplechoiceresponse" | "optionresponse" => QuestionKind::SingleChoice,
            "choiceresponse" | "truefalseresponse" => QuestionKind::MultipleChoice,
            other => {
                self.skip(Subject::Question, place, Reason::NoCounterpart(other.to_owned()));
                return Ok(());
            }
        };
        for group in response.all(GROUPS) {
            let found = found(kind, response, group, problem);
            if is_calculated(problem.element, &found) {
                self.skip(Subject::Question, place.clone(), Reason::Calculated);
                continue;
            }
            match question::check(found, self.limits, &place)? {
                Ok((question, lost)) => {
                    body.questions.push(question);
                    for reason in lost {
                        self.skip(Subject::Detail, place.clone(), reason);
                    }
                }
                Err(reason) => self.skip(Subject::Question, place.clone(), reason),
            }
        }
        if response.all(GROUPS).is_empty() {
            self.skip(Subject::Question, place, Reason::TooFewOptions);
        }
        Ok(())
    }
}

/// How many places to answer there are.
fn responses(element: &Element) -> usize {
    let inside: usize = element.elements().map(responses).sum();
    inside + usize::from(element.name.ends_with("response"))
}

fn found(kind: QuestionKind, response: &Element, group: &Element, problem: &Problem<'_>) -> Found {
    let mut lost = Vec::new();
    let own = response.html_without(BESIDE);
    let mut prompt = text::plain(&format!("{}<br>{own}", problem.pending));
    if prompt.is_empty() {
        let named = group
            .attribute("label")
            .or_else(|| problem.element.attribute("display_name"));
        named.unwrap_or_default().clone_into(&mut prompt);
    }
    let options = options(group);
    if response.attribute("partial_credit").is_some()
        || group.elements().any(|option| {
            option
                .attribute("correct")
                .is_some_and(|c| c.eq_ignore_ascii_case("partial"))
        })
    {
        lost.push(Reason::PartialCredit);
    }
    let solution = response
        .all(&["solution"])
        .first()
        .copied()
        .or_else(|| problem.element.all(&["solution"]).first().copied());
    let hints = response.all(HINTS).len() + problem.element.all(&["demandhint"]).len();
    if hints > 0 {
        lost.push(Reason::Feedback);
    }
    Found {
        kind,
        prompt,
        points: problem.points,
        options,
        explanation: solution.map(explanation),
        lost,
    }
}

/// The words of a solution, without the heading that the other platform puts above each.
fn explanation(solution: &Element) -> String {
    let words = text::plain(&solution.html());
    match words.split_once('\n') {
        Some((heading, rest)) if heading.trim() == "Explanation" => rest.to_owned(),
        Some(_) | None => words,
    }
}

fn options(group: &Element) -> Vec<OptionDraft> {
    let right = group.attribute("correct").map(str::to_owned);
    if let Some(list) = group.attribute("options") {
        return quoted(list)
            .into_iter()
            .map(|text| OptionDraft {
                is_correct: right.as_ref() == Some(&text),
                text,
            })
            .collect();
    }
    group
        .elements()
        .filter(|element| matches!(element.name.as_str(), "choice" | "option"))
        .map(|element| OptionDraft {
            text: text::plain(&element.html_without(HINTS)),
            is_correct: element
                .attribute("correct")
                .is_some_and(|correct| correct.eq_ignore_ascii_case("true")),
        })
        .collect()
}

/// The texts of a list such as `('one','two')`.
fn quoted(list: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut chars = list.chars();
    while let Some(open) = chars.find(|c| matches!(c, '\'' | '"')) {
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.extend(chars.next()),
                c if c == open => break,
                c => text.push(c),
            }
        }
        texts.push(text);
    }
    texts
}

/// Whether a script of the problem fills in names such as `$answer`.
fn is_calculated(problem: &Element, found: &Found) -> bool {
    let names = |text: &str| {
        text.split('$')
            .skip(1)
            .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{')))
    };
    !problem.all(&["script"]).is_empty()
        && (names(&found.prompt) || found.options.iter().any(|option| names(&option.text)))
}
