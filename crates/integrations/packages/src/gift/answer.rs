//! A question with its answers in braces.

use super::scan::{Block, Sign, find, split, trim, words};
use crate::{
    draft::{OptionDraft, QuestionKind, Reason},
    question::{Found, POINTS, true_false},
    text,
};

/// What stands where the answers were, when the sentence goes on behind them.
const BLANK: &str = " _____ ";

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Markup {
    /// Moodle's own: lines flow.
    Moodle,
    Html,
    /// Lines stay.
    Plain,
}

/// Reads a question.
pub(super) fn read(block: &Block) -> Result<Found, Reason> {
    let signs = block.signs();
    let unnamed = without_name(&signs);
    let (markup, question) = marked(unnamed, Markup::Moodle);
    let Some((before, rest)) = split(question, "{") else {
        return Err(Reason::TextOnly);
    };
    let end = rest.iter().rposition(|sign| {
        *sign
            == Sign {
                c: '}',
                escaped: false,
            }
    });
    let Some((answers, after)) = end.and_then(|end| Some((rest.get(..end)?, rest.get(end + 1..)?))) else {
        return Err(Reason::Malformed("a brace is not closed".to_owned()));
    };
    let prompt = if trim(after).is_empty() {
        said(before, markup)
    } else {
        let mut whole = before.to_vec();
        whole.extend(BLANK.chars().map(|c| Sign { c, escaped: false }));
        whole.extend_from_slice(after);
        said(&whole, markup)
    };
    // The feedback to the whole question.
    let (answers, explanation) = match split(answers, "####") {
        Some((answers, feedback)) => (answers, Some(feedback)),
        None => (answers, None),
    };
    let answers = trim(answers);
    let explanation = explanation.map(|feedback| {
        let (markup, feedback) = marked(trim(feedback), markup);
        said(feedback, markup)
    });
    let mut found = kind(answers, markup)?;
    found.prompt = prompt;
    if explanation.is_some() {
        found.explanation = explanation;
    }
    Ok(found)
}

/// Decides in the order in which Moodle does.
fn kind(answers: &[Sign], markup: Markup) -> Result<Found, Reason> {
    let no_counterpart = |kind: &str| Err(Reason::NoCounterpart(kind.to_owned()));
    if answers.is_empty() {
        return no_counterpart("essay");
    }
    if answers.first().is_some_and(|sign| {
        *sign
            == Sign {
                c: '#',
                escaped: false,
            }
    }) {
        return no_counterpart("numerical");
    }
    if find(answers, "~").is_some() {
        return Ok(choice(answers, markup));
    }
    if find(answers, "=").is_some() && find(answers, "->").is_some() {
        return no_counterpart("matching");
    }
    let (verdict, feedback) = match split(answers, "#") {
        Some((verdict, feedback)) => (verdict, Some(feedback)),
        None => (answers, None),
    };
    let is_true = match words(trim(verdict)).to_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _text => return no_counterpart("short answer"),
    };
    Ok(Found {
        kind: QuestionKind::TrueFalse,
        prompt: String::new(),
        points: POINTS,
        options: true_false(is_true),
        explanation: None,
        lost: feedback
            .filter(|feedback| !trim(feedback).is_empty())
            .map(|_| Reason::Feedback)
            .into_iter()
            .collect(),
    })
}

/// Answers that each begin with `=` for a right or `~` for another one.
fn choice(answers: &[Sign], markup: Markup) -> Found {
    let mut options = Vec::new();
    let mut lost = Vec::new();
    let mut is_single = false;
    let mut rest = answers;
    // What stands before the first mark is nothing.
    while let Some(start) = mark(rest) {
        let Some((sign, behind)) = rest.get(start..).and_then(<[Sign]>::split_first) else {
            break;
        };
        let end = mark(behind).unwrap_or(behind.len());
        let (answer, next) = behind.split_at_checked(end).unwrap_or((behind, &[]));
        rest = next;
        let is_right = sign.c == '=';
        is_single |= is_right;
        let (weight, answer) = weighted(trim(answer));
        let (answer, feedback) = match split(answer, "#") {
            Some((answer, feedback)) => (answer, Some(feedback)),
            None => (answer, None),
        };
        if feedback.is_some_and(|feedback| !trim(feedback).is_empty()) {
            lost.push(Reason::Feedback);
        }
        let (markup, answer) = marked(trim(answer), markup);
        options.push((
            OptionDraft {
                text: said(answer, markup),
                is_correct: is_right,
            },
            weight,
        ));
    }
    let options = options
        .into_iter()
        .map(|(option, weight)| {
            let earns = weight.is_some_and(|weight| weight > 0.0);
            if is_single {
                if earns && !option.is_correct
                    || weight.is_some_and(|weight| option.is_correct && weight < 100.0)
                {
                    lost.push(Reason::PartialCredit);
                }
                return option;
            }
            // Without a right answer, those that earn something are right together.
            OptionDraft {
                is_correct: earns,
                ..option
            }
        })
        .collect();
    Found {
        kind: if is_single {
            QuestionKind::SingleChoice
        } else {
            QuestionKind::MultipleChoice
        },
        prompt: String::new(),
        points: POINTS,
        options,
        explanation: None,
        lost,
    }
}

/// The place of the next mark of an answer.
fn mark(signs: &[Sign]) -> Option<usize> {
    signs
        .iter()
        .position(|sign| !sign.escaped && matches!(sign.c, '=' | '~'))
}

/// A percentage before an answer, such as `%50%`.
fn weighted(signs: &[Sign]) -> (Option<f64>, &[Sign]) {
    let read = || {
        let (first, rest) = signs.split_first()?;
        if *first
            != (Sign {
                c: '%',
                escaped: false,
            })
        {
            return None;
        }
        let (number, answer) = split(rest, "%")?;
        let weight: f64 = words(number).trim().parse().ok()?;
        weight.is_finite().then_some((weight, answer))
    };
    match read() {
        Some((weight, answer)) => (Some(weight), trim(answer)),
        None => (None, signs),
    }
}

/// Without the name in front, such as `::Name::`.
fn without_name(signs: &[Sign]) -> &[Sign] {
    let signs = trim(signs);
    let named = split(signs, "::").filter(|(before, _)| before.is_empty());
    match named.and_then(|(_, rest)| split(rest, "::")) {
        Some((_name, question)) => trim(question),
        None => signs,
    }
}

/// The markup that a text names in brackets, and the text behind them.
fn marked(signs: &[Sign], otherwise: Markup) -> (Markup, &[Sign]) {
    let signs = trim(signs);
    for (name, markup) in [
        ("[html]", Markup::Html),
        ("[moodle]", Markup::Moodle),
        ("[plain]", Markup::Plain),
        ("[markdown]", Markup::Plain),
    ] {
        if let Some((before, rest)) = split(signs, name)
            && before.is_empty()
        {
            return (markup, trim(rest));
        }
    }
    (otherwise, signs)
}

/// What a text says, as plain text.
fn said(signs: &[Sign], markup: Markup) -> String {
    match markup {
        Markup::Html => text::plain(&words(signs)),
        Markup::Plain => words(trim(signs)),
        Markup::Moodle => {
            // Written line breaks are only where a line ended; meant ones are escaped.
            let flowing: String = signs
                .iter()
                .map(|sign| {
                    if !sign.escaped && sign.c.is_whitespace() {
                        ' '
                    } else {
                        sign.c
                    }
                })
                .collect();
            flowing
                .split('\n')
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect::<Vec<_>>()
                .join("\n")
                .trim()
                .to_owned()
        }
    }
}
