//! Characters that mean something, and those that only look like it because they are escaped.

/// A character with the knowledge whether it was escaped, so that it means only itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) c: char,
    pub(super) escaped: bool,
}

/// Lines that belong together.
#[derive(Debug)]
pub(super) struct Block {
    /// The number of its first line, from 1.
    pub(super) line: usize,
    text: String,
}

impl Block {
    /// The category that the block names.
    pub(super) fn category(&self) -> Option<&str> {
        let name = self.text.trim().strip_prefix("$CATEGORY:")?;
        Some(name.trim())
    }

    /// Its characters.
    pub(super) fn signs(&self) -> Vec<Sign> {
        let mut signs = Vec::with_capacity(self.text.len());
        let mut chars = self.text.trim().chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let (c, escaped) = match (c, next) {
                ('\\', Some(next @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\'))) => (next, true),
                ('\\', Some('n')) => ('\n', true),
                (c, _) => (c, false),
            };
            if escaped {
                chars.next();
            }
            signs.push(Sign { c, escaped });
        }
        signs
    }
}

/// Separates a document at its empty lines. Lines that begin with `//` are comments.
pub(super) fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(document.lines()) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        let is_category = line.trim_start().starts_with("$CATEGORY:");
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        match blocks.last_mut().filter(|_| is_open && !is_category) {
            Some(block) => {
                block.text.push('\n');
                block.text.push_str(line);
            }
            None => blocks.push(Block {
                line: number,
                text: line.to_owned(),
            }),
        }
        // A category is complete with its line.
        is_open = !is_category;
    }
    blocks
}

/// The place of a text whose characters all mean something.
pub(super) fn find(signs: &[Sign], text: &str) -> Option<usize> {
    let wanted: Vec<Sign> = text.chars().map(|c| Sign { c, escaped: false }).collect();
    signs.windows(wanted.len()).position(|window| window == wanted)
}

/// Separates signs at the first place of a text that means something.
pub(super) fn split<'a>(signs: &'a [Sign], text: &str) -> Option<(&'a [Sign], &'a [Sign])> {
    let place = find(signs, text)?;
    let after = place + text.chars().count();
    Some((signs.get(..place)?, signs.get(after..)?))
}

/// Without spaces at both ends. An escaped line feed stays.
pub(super) fn trim(mut signs: &[Sign]) -> &[Sign] {
    let is_space = |sign: &Sign| !sign.escaped && sign.c.is_whitespace();
    while let Some((_, rest)) = signs.split_first().filter(|(first, _)| is_space(first)) {
        signs = rest;
    }
    while let Some((_, rest)) = signs.split_last().filter(|(last, _)| is_space(last)) {
        signs = rest;
    }
    signs
}

/// What the signs say.
pub(super) fn words(signs: &[Sign]) -> String {
    signs.iter().map(|sign| sign.c).collect()
}
