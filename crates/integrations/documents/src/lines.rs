//! Fitting a text into a width: first smaller, then on several lines, at last cut.

use crate::fonts::Style;

/// Lines of one size.
#[derive(Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) size: f32,
    pub(crate) lines: Vec<String>,
}

/// The largest size of the range at which the text takes no more than `most` lines of the width. What does not fit even
/// at the smallest size ends in an ellipsis.
pub(crate) fn fit(style: &Style, text: &str, width: f32, largest: f32, smallest: f32, most: usize) -> Lines {
    // Widths grow with the size, so each character is measured once.
    let measured: Vec<(char, f32)> = text
        .chars()
        .map(|c| (c, style.width(c.encode_utf8(&mut [0; 4]), 1.0)))
        .collect();
    let mut size = largest;
    loop {
        let lines = wrap(&measured, width / size);
        if lines.len() <= most {
            return Lines { size, lines };
        }
        if size - 1.0 < smallest {
            return Lines {
                size,
                lines: cut(style, lines, width, size, most),
            };
        }
        size -= 1.0;
    }
}

/// Breaks at spaces, and within a word where it is wider than the line. The width is in the unit of the measures.
fn wrap(measured: &[(char, f32)], width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    let space = measured
        .iter()
        .find(|(c, _)| *c == ' ')
        .map_or(0.25, |(_, wide)| *wide);
    for word in measured
        .split(|(c, _)| c.is_whitespace())
        .filter(|word| !word.is_empty())
    {
        let wide: f32 = word.iter().map(|(_, wide)| wide).sum();
        if !line.is_empty() {
            if used + space + wide <= width {
                line.push(' ');
                used += space;
            } else {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
        }
        for (c, wide) in word {
            if used + wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(*c);
            used += wide;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

fn cut(style: &Style, mut lines: Vec<String>, width: f32, size: f32, most: usize) -> Vec<String> {
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        while style.width(&format!("{last}…"), size) > width && last.pop().is_some() {}
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    #[test]
    fn a_text_gets_smaller_then_longer_then_ends() {
        let style = &Fonts::get().unwrap().strong;
        let short = fit(style, "Marko Medved", 600.0, 40.0, 20.0, 2);
        assert_eq!((short.size, short.lines.len()), (40.0, 1));
        let long = fit(style, &"Rust for Finance ".repeat(8), 600.0, 40.0, 20.0, 2);
        assert!(long.size < 40.0 && long.lines.len() == 2, "{long:?}");
        let endless = fit(style, &"x".repeat(2000), 600.0, 40.0, 20.0, 2);
        assert_eq!((endless.size, endless.lines.len()), (20.0, 2));
        assert!(endless.lines[1].ends_with('…'));
        for line in &endless.lines {
            assert!(style.width(line, endless.size) <= 600.5);
        }
        assert_eq!(fit(style, "", 600.0, 40.0, 20.0, 2).lines, [""]);
    }
}
