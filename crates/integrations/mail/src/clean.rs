//! Making text from outside fit for a header or a sentence.

/// The longest name, in characters, that is repeated in a mail. Longer ones are cut: a mail in our
/// name is not a place for other people's messages.
pub(crate) const NAME_CHARS: usize = 100;

/// The longest explanation, in characters, that is repeated in a mail.
const PARAGRAPH_CHARS: usize = 2000;

/// The value as one line of at most `max` characters.
///
/// Control characters become spaces, which leaves no way to start a new header. The same goes for
/// the marks that change the direction of writing, which could make a line read differently from
/// what it says.
pub(crate) fn one_line(value: &str, max: usize) -> String {
    let spaced: String = value
        .chars()
        .map(|c| if is_disruptive(c) { ' ' } else { c })
        .collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(line, max)
}

/// The value with its line breaks, and otherwise cleaned like [`one_line`].
pub(crate) fn paragraph(value: &str) -> String {
    let lines: Vec<String> = value
        .lines()
        .map(|line| one_line(line, PARAGRAPH_CHARS))
        .collect();
    cut(lines.join("\n").trim().to_owned(), PARAGRAPH_CHARS)
}

fn cut(value: String, max: usize) -> String {
    if value.chars().count() <= max {
        return value;
    }
    let mut short: String = value.chars().take(max.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn is_disruptive(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{one_line, paragraph};

    #[test]
    fn line_breaks_cannot_survive_in_a_line() {
        assert_eq!(one_line("Ada\r\nBcc: x\0\u{2028}y", 100), "Ada Bcc: x y");
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        assert_eq!(one_line("éééééé", 4), "ééé…");
        assert_eq!(one_line("éééé", 4), "éééé");
    }

    #[test]
    fn a_paragraph_keeps_its_lines() {
        assert_eq!(paragraph("  one\r\n\r\ntwo\u{7} "), "one\n\ntwo");
    }
}
