//! Assessments in QTI 1.2, as the profile of Common Cartridge writes them.

use crate::{
    draft::{OptionDraft, QuestionKind, QuizDraft, Reason, Skipped, Subject},
    error::{Excess, PackageError, within},
    limits::Limits,
    question::{self, Found, POINTS},
    text,
    xml::Element,
};
use std::collections::BTreeSet;

/// A quiz, if any of its questions can be imported.
pub(super) struct Read {
    pub(super) quiz: Option<QuizDraft>,
    pub(super) skipped: Vec<Skipped>,
}

/// Reads an assessment.
pub(super) fn read(
    assessment: &Element,
    title: &str,
    place: &str,
    limits: &Limits,
) -> Result<Read, PackageError> {
    let mut questions = Vec::new();
    let mut skipped = Vec::new();
    let mut skip = |what, number: usize, reason| {
        skipped.push(Skipped {
            what,
            place: format!("{place}#{number}"),
            reason,
        });
    };
    for (number, item) in (1..).zip(assessment.all(&["item"])) {
        within(number, Excess::Questions, limits.questions, place)?;
        let found = match found(item) {
            Ok(found) => found,
            Err(reason) => {
                skip(Subject::Question, number, reason);
                continue;
            }
        };
        match question::check(found, limits, place)? {
            Ok((question, lost)) => {
                questions.push(question);
                for reason in lost {
                    skip(Subject::Detail, number, reason);
                }
            }
            Err(reason) => skip(Subject::Question, number, reason),
        }
    }
    let number =
        |label: &str| -> Option<i32> { field(assessment.child("qtimetadata")?, label)?.parse().ok() };
    let quiz = (!questions.is_empty()).then(|| QuizDraft {
        title: title.to_owned(),
        max_attempts: number("cc_maxattempts").filter(|attempts| (1..=100).contains(attempts)),
        time_limit_seconds: number("qmd_timelimit")
            .filter(|minutes| (1..=1_440).contains(minutes))
            .map(|minutes| minutes * 60),
        questions,
    });
    Ok(Read { quiz, skipped })
}

fn found(item: &Element) -> Result<Found, Reason> {
    let metadata = item.at(&["itemmetadata", "qtimetadata"]);
    let profile = metadata
        .and_then(|metadata| field(metadata, "cc_profile"))
        .unwrap_or_default();
    let kind = match profile.as_str() {
        "cc.multiple_choice.v0p1" => QuestionKind::SingleChoice,
        "cc.multiple_response.v0p1" => QuestionKind::MultipleChoice,
        "cc.true_false.v0p1" => QuestionKind::TrueFalse,
        "" => return Err(Reason::NoCounterpart("a question without a profile".to_owned())),
        other => return Err(Reason::NoCounterpart(text::title(other, 100))),
    };
    let presentation = item.child("presentation").ok_or(Reason::NoPrompt)?;
    let response = presentation.all(&["response_lid"]);
    let Some(response) = response.first().copied() else {
        return Err(Reason::TooFewOptions);
    };
    let right = right(item);
    let options = response
        .all(&["response_label"])
        .into_iter()
        .map(|label| OptionDraft {
            text: material(label),
            is_correct: label
                .attribute("ident")
                .is_some_and(|ident| right.contains(ident)),
        })
        .collect();
    let feedback = item.all(&["itemfeedback"]);
    let said = |ident: &str| {
        let found = feedback
            .iter()
            .find(|feedback| feedback.attribute("ident") == Some(ident));
        found
            .map(|feedback| material(feedback))
            .filter(|words| !words.is_empty())
    };
    let explanation = said("general_fb").or_else(|| said("correct_fb"));
    let kept = usize::from(explanation.is_some());
    let weight = metadata.and_then(|metadata| field(metadata, "cc_weighting"));
    Ok(Found {
        kind,
        prompt: prompt(presentation),
        points: weight.and_then(|weight| weight.parse().ok()).unwrap_or(POINTS),
        options,
        explanation,
        lost: (feedback.len() > kept)
            .then_some(Reason::Feedback)
            .into_iter()
            .collect(),
    })
}

/// The material of a presentation that stands beside the answers.
fn prompt(presentation: &Element) -> String {
    let mut prompt = String::new();
    // Material may stand inside of flows, but not inside of a response.
    let mut waiting = vec![presentation];
    while let Some(element) = waiting.pop() {
        if element.name == "material" {
            prompt.push_str(&material(element));
            prompt.push('\n');
        } else if !element.name.starts_with("response_") {
            let inside: Vec<&Element> = element.elements().collect();
            waiting.extend(inside.into_iter().rev());
        }
    }
    prompt
}

/// The words of all texts inside.
fn material(element: &Element) -> String {
    let texts: Vec<String> = element
        .all(&["mattext"])
        .into_iter()
        .map(|text| {
            let words = text.words();
            match text.attribute("texttype") {
                Some("text/html" | "text/xhtml") => text::plain(&words),
                Some(_) | None => words.trim().to_owned(),
            }
        })
        .collect();
    texts.join("\n")
}

/// The identifiers of the options that give the full score together.
fn right(item: &Element) -> BTreeSet<&str> {
    let full = |condition: &&Element| {
        condition.all(&["setvar"]).iter().any(|set| {
            let is_score = set
                .attribute("varname")
                .is_none_or(|name| name.eq_ignore_ascii_case("SCORE"));
            is_score
                && set
                    .words()
                    .trim()
                    .parse::<f64>()
                    .is_ok_and(|score| score >= 100.0)
        })
    };
    let conditions = item.all(&["respcondition"]);
    let mut right = BTreeSet::new();
    for condition in conditions.iter().filter(|condition| full(condition)) {
        let mut waiting: Vec<&Element> = condition.child("conditionvar").into_iter().collect();
        while let Some(element) = waiting.pop() {
            match element.name.as_str() {
                "not" => {}
                "varequal" => {
                    right.extend(element.children.iter().filter_map(|node| match node {
                        crate::xml::Node::Text(ident) => Some(ident.trim()),
                        crate::xml::Node::Element(_) => None,
                    }));
                }
                _container => waiting.extend(element.elements()),
            }
        }
    }
    right
}

/// A field of metadata.
fn field(metadata: &Element, label: &str) -> Option<String> {
    let found = metadata.elements().find(|field| {
        field
            .child("fieldlabel")
            .is_some_and(|known| known.words().trim() == label)
    })?;
    Some(found.child("fieldentry")?.words().trim().to_owned())
}
