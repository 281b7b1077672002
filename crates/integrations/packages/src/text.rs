//! Texts as they are found and as they are kept.

mod entities;
mod plain;

pub(crate) use entities::entity;
pub(crate) use plain::plain;

/// Whether the product keeps the character. Control characters and those that hide or reorder their neighbours are none of a text.
fn is_kept(c: char) -> bool {
    !(c.is_control()
        || matches!(c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' | '\u{2028}' | '\u{2029}'))
}

/// Line feeds for every kind of line break, and nothing that is not text.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' | '\u{2028}' | '\u{2029}' => '\n',
            c => c,
        })
        .filter(|c| matches!(c, '\n' | '\t') || is_kept(*c))
        .collect()
}

/// Words with single spaces between them.
pub(crate) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of at most so many characters.
pub(crate) fn title(text: &str, max: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= max {
        return line;
    }
    let mut cut: String = line.chars().take(max.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Lines without spaces around them, and at most one empty line between them.
pub(crate) fn paragraph(text: &str) -> String {
    let mut kept = String::new();
    let mut gap = 0;
    for line in clean(text).lines().map(str::trim_end) {
        if line.trim().is_empty() {
            gap += 1;
            continue;
        }
        if !kept.is_empty() {
            kept.push_str(if gap > 0 { "\n\n" } else { "\n" });
        }
        gap = 0;
        kept.push_str(line);
    }
    kept.trim().to_owned()
}

/// Characters that mean something in HTML, written so that they do not.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What stands between `<body>` and `</body>`, or everything where there is no body.
pub(crate) fn body(html: &str) -> &str {
    // Only ASCII changes, so positions stay the same.
    let lower = html.to_ascii_lowercase();
    let start = lower
        .find("<body")
        .and_then(|tag| lower.get(tag..)?.find('>').map(|end| tag + end + 1));
    let Some(start) = start else { return html };
    let end = lower
        .rfind("</body")
        .filter(|end| *end >= start)
        .unwrap_or(html.len());
    html.get(start..end).unwrap_or(html)
}

/// What stands between `<title>` and `</title>`, as one line of plain text.
pub(crate) fn page_title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    Some(one_line(&plain(html.get(start..end)?))).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_words() {
        assert_eq!(
            plain("<p>One</p><p>two <b>three</b><br>four</p>"),
            "One\ntwo three\nfour"
        );
        assert_eq!(
            plain("a &lt; b &amp;&nbsp;c &eacute; &#233;&#xe9; &unknown; & d"),
            "a < b & c é éé &unknown; & d"
        );
        assert_eq!(plain("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
        assert_eq!(
            plain("a<!-- <p>x</p> -- y -->b<script>if (a<b) {}</script>c"),
            "abc"
        );
        assert_eq!(
            plain("<img src=x alt=\"A &quot;cat&quot;\"> sits"),
            "[A \"cat\"] sits"
        );
        assert_eq!(plain("<pre>  if x:\n    y</pre>"), "if x:\n    y");
        assert_eq!(plain("<a title=\"x > y\">z</a>"), "z");
        assert_eq!(plain("<p"), "");
        assert_eq!(plain("<!-- never closed"), "");
        assert_eq!(plain("\u{200B}a\u{202E}b\u{7}"), "ab");
    }

    #[test]
    fn bodies_and_titles_are_found() {
        let page = "<HTML><head><Title> My\n page </title></head><BODY class=\"x\">\n<p>Hi</p></body></html>";
        assert_eq!(body(page), "\n<p>Hi</p>");
        assert_eq!(page_title(page).as_deref(), Some("My page"));
        assert_eq!(body("<p>Hi</p>"), "<p>Hi</p>");
        assert_eq!(body("<body"), "<body");
        assert_eq!(body("</body><body>x"), "x");
        assert_eq!(page_title("<title>x"), None);
    }

    #[test]
    fn lines_are_trimmed_and_cut() {
        assert_eq!(one_line(" a\t b\r\nc\u{0} "), "a b c");
        assert_eq!(title("abcdef", 4), "abc…");
        assert_eq!(title("abcd", 4), "abcd");
        assert_eq!(paragraph("\n a \n\n\n b\r\n c\n"), "a\n\n b\n c");
    }
}
