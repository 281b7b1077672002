//! One font: what it can write and how wide that is.

use crate::DocumentError;
use krilla::text::Font;
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, instance::Size};

/// A font that can be measured and embedded.
#[derive(Clone)]
pub(crate) struct Face {
    font: Font,
    data: &'static [u8],
}

impl Face {
    /// The built-in font with a full name.
    pub(crate) fn named(name: &'static str) -> Result<Self, DocumentError> {
        let broken = || DocumentError::Font(name);
        let data = typst_assets::fonts()
            .find(|data| full_name(data).as_deref() == Some(name))
            .ok_or_else(broken)?;
        let font = Font::new(data.into(), 0).ok_or_else(broken)?;
        Ok(Self { font, data })
    }

    /// The font in the form in which it is embedded.
    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }

    /// Whether it has a shape for a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.reference()
            .is_some_and(|font| font.charmap().map(c).is_some())
    }

    /// How wide a text is, in the unit of the size. Kerning is left out; it only ever makes a text a little narrower.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let Some(font) = self.reference() else {
            return 0.0;
        };
        let (charmap, metrics) = (
            font.charmap(),
            font.glyph_metrics(Size::new(size), LocationRef::default()),
        );
        text.chars()
            .filter_map(|c| charmap.map(c))
            .filter_map(|glyph| metrics.advance_width(glyph))
            .sum()
    }

    fn reference(&self) -> Option<FontRef<'static>> {
        FontRef::from_index(self.data, 0).ok()
    }
}

fn full_name(data: &'static [u8]) -> Option<String> {
    let font = FontRef::from_index(data, 0).ok()?;
    let name = font
        .localized_strings(skrifa::string::StringId::FULL_NAME)
        .english_or_first()?;
    Some(name.chars().collect())
}
