//! What every question has to be, whatever format it comes from.

use crate::{
    draft::{OptionDraft, QuestionDraft, QuestionKind, Reason},
    error::{Excess, PackageError, within},
    limits::Limits,
    text,
};

/// Points of a question that does not say.
pub(crate) const POINTS: i32 = 1;

/// A question as it was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kind: QuestionKind,
    pub(crate) prompt: String,
    pub(crate) points: i32,
    pub(crate) options: Vec<OptionDraft>,
    pub(crate) explanation: Option<String>,
    /// What of it is lost.
    pub(crate) lost: Vec<Reason>,
}

/// A question that can be imported, with what of it is lost.
pub(crate) type Kept = (QuestionDraft, Vec<Reason>);

/// Checks a question: the reason not to import it, or an error where there is more than any question has.
pub(crate) fn check(
    found: Found,
    limits: &Limits,
    place: &str,
) -> Result<Result<Kept, Reason>, PackageError> {
    within(found.options.len(), Excess::Options, limits.options, place)?;
    Ok(judge(found, limits))
}

fn judge(found: Found, limits: &Limits) -> Result<Kept, Reason> {
    let Found {
        kind,
        prompt,
        points,
        options,
        explanation,
        mut lost,
    } = found;
    let prompt = text::paragraph(&prompt);
    if prompt.is_empty() {
        return Err(Reason::NoPrompt);
    }
    fits(&prompt, limits.prompt_chars)?;
    if options.len() < 2 {
        return Err(Reason::TooFewOptions);
    }
    let options: Vec<OptionDraft> = options
        .into_iter()
        .map(|OptionDraft { text, is_correct }| OptionDraft {
            text: text::one_line(&text),
            is_correct,
        })
        .collect();
    for option in &options {
        if option.text.is_empty() {
            return Err(Reason::EmptyOption);
        }
        fits(&option.text, limits.option_chars)?;
    }
    let right = options.iter().filter(|option| option.is_correct).count();
    match kind {
        _ if right == 0 => return Err(Reason::NoRightOption),
        QuestionKind::SingleChoice | QuestionKind::TrueFalse if right > 1 => {
            return Err(Reason::AnyOfSeveral);
        }
        QuestionKind::SingleChoice | QuestionKind::TrueFalse | QuestionKind::MultipleChoice => {}
    }
    let mut explanation = explanation
        .map(|explanation| text::paragraph(&explanation))
        .filter(|explanation| !explanation.is_empty());
    if let Some(Err(reason)) = explanation.as_deref().map(|text| fits(text, limits.prompt_chars)) {
        lost.push(reason);
        explanation = None;
    }
    lost.sort();
    lost.dedup();
    Ok((
        QuestionDraft {
            kind,
            prompt,
            points: if (1..=100).contains(&points) {
                points
            } else {
                POINTS
            },
            options,
            explanation,
        },
        lost,
    ))
}

fn fits(text: &str, max: usize) -> Result<(), Reason> {
    if text.chars().count() > max {
        return Err(Reason::TooLong(max));
    }
    Ok(())
}

/// The two options of a question that is true or false.
pub(crate) fn true_false(answer: bool) -> Vec<OptionDraft> {
    [true, false]
        .into_iter()
        .map(|value| OptionDraft {
            text: if value { "True" } else { "False" }.to_owned(),
            is_correct: value == answer,
        })
        .collect()
}
