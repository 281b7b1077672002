//! What may be chosen, and how much of it is right.

use entities::quiz_question::QuestionKind;
use kernel::{Code, Problem, Problems, QuizOptionId, TextLimits, line};
use uuid::Uuid;

/// An option as its author writes it.
#[derive(Clone, Debug)]
pub struct OptionInput {
    /// The option that is changed; none: a new one.
    pub id: Option<QuizOptionId>,
    /// The answer.
    pub text: String,
    /// Whether it is right.
    pub is_correct: bool,
}

/// The most options of a question.
const MOST: usize = 20;

/// Checks the texts.
pub(super) fn texts(problems: &mut Problems, options: &[OptionInput]) -> Vec<String> {
    options
        .iter()
        .take(MOST)
        .filter_map(|option| problems.take(line("options", &option.text, TextLimits::LINE)))
        .collect()
}

/// Whether so many options, so many of them right, fit the kind of question.
pub(super) fn fit(kind: QuestionKind, options: usize, correct: usize) -> Result<(), Problem> {
    let (min_options, max_options, min_correct, max_correct) = match kind {
        QuestionKind::SingleChoice => (2, MOST, 1, 1),
        QuestionKind::MultipleChoice => (2, MOST, 1, MOST),
        QuestionKind::TrueFalse => (2, 2, 1, 1),
    };
    if (min_options..=max_options).contains(&options) && (min_correct..=max_correct).contains(&correct) {
        return Ok(());
    }
    Err(Problem::at("options", Code::InvalidOptions)
        .with("kind", kind.name())
        .with("minOptions", min_options)
        .with("maxOptions", max_options)
        .with("minCorrect", min_correct)
        .with("maxCorrect", max_correct))
}

/// What a right answer may earn.
pub(super) fn points(value: i32) -> Result<i32, Problem> {
    crate::changes::within("points", value, 1, 1_000)
}

/// The form in which a key lists right options.
pub(super) fn listed(ids: &[Uuid]) -> serde_json::Value {
    ids.iter().map(Uuid::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use QuestionKind::{MultipleChoice, SingleChoice, TrueFalse};

    #[test]
    fn each_kind_has_its_numbers() {
        for good in [
            (SingleChoice, 2, 1),
            (SingleChoice, 20, 1),
            (MultipleChoice, 2, 1),
            (MultipleChoice, 20, 20),
            (TrueFalse, 2, 1),
        ] {
            assert!(fit(good.0, good.1, good.2).is_ok(), "{good:?}");
        }
        for bad in [
            (SingleChoice, 1, 1),
            (SingleChoice, 3, 0),
            (SingleChoice, 3, 2),
            (SingleChoice, 21, 1),
            (MultipleChoice, 3, 0),
            (MultipleChoice, 1, 1),
            (MultipleChoice, 21, 2),
            (TrueFalse, 3, 1),
            (TrueFalse, 2, 2),
            (TrueFalse, 2, 0),
        ] {
            assert_eq!(
                fit(bad.0, bad.1, bad.2).unwrap_err().code,
                Code::InvalidOptions,
                "{bad:?}"
            );
        }
    }
}
