//! The fonts of our documents, and what happens to characters that none of them has.

use crate::{DocumentError, face::Face};
use std::sync::OnceLock;

/// A style of writing, with the fonts that stand in where the first one has no shape for a character.
pub(crate) struct Style {
    faces: Vec<Face>,
}

/// A piece of a text that one font can write.
pub(crate) struct Run {
    pub(crate) face: Face,
    pub(crate) text: String,
}

/// The styles that a document uses.
pub(crate) struct Fonts {
    /// Plain text.
    pub(crate) regular: Style,
    /// Names and titles.
    pub(crate) strong: Style,
    /// Quiet lines.
    pub(crate) italic: Style,
    /// Codes.
    pub(crate) code: Style,
}

impl Fonts {
    /// The built-in fonts, read once.
    pub(crate) fn get() -> Result<&'static Self, DocumentError> {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        if let Some(fonts) = FONTS.get() {
            return Ok(fonts);
        }
        let mono = Face::named("DejaVu Sans Mono")?;
        let style = |name| {
            Ok::<_, DocumentError>(Style {
                faces: vec![Face::named(name)?, mono.clone()],
            })
        };
        let fonts = Self {
            regular: style("Libertinus Serif Regular")?,
            strong: style("Libertinus Serif Semibold")?,
            italic: style("Libertinus Serif Italic")?,
            code: Style {
                faces: vec![mono.clone()],
            },
        };
        Ok(FONTS.get_or_init(|| fonts))
    }
}

impl Style {
    /// The text in pieces that one font each can write. A character that no font has is written in Latin letters, as
    /// far as there is a usual way to do so.
    pub(crate) fn runs(&self, text: &str) -> Vec<Run> {
        let mut runs: Vec<(usize, String)> = Vec::new();
        let mut put = |face: usize, c: char| match runs.last_mut() {
            Some((last, run)) if *last == face => run.push(c),
            _ => runs.push((face, c.to_string())),
        };
        for c in text.chars().filter(|c| !c.is_control()) {
            if let Some(face) = self.face_for(c) {
                put(face, c);
                continue;
            }
            let latin = deunicode::deunicode_char(c).unwrap_or("?");
            for c in latin.chars() {
                if let Some(face) = self.face_for(c) {
                    put(face, c);
                }
            }
        }
        runs.into_iter()
            .filter_map(|(face, text)| {
                Some(Run {
                    face: self.faces.get(face)?.clone(),
                    text,
                })
            })
            .collect()
    }

    /// How wide a text is at a size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        self.runs(text)
            .iter()
            .map(|run| run.face.width(&run.text, size))
            .sum()
    }

    fn face_for(&self, c: char) -> Option<usize> {
        self.faces.iter().position(|face| face.has(c))
    }
}
