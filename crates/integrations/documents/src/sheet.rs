//! A sheet of paper to draw on.

use crate::fonts::Style;
use krilla::{
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    num::NormalizedF32,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    text::TextDirection,
};

/// A colour: red, green, blue.
#[derive(Clone, Copy)]
pub(crate) struct Ink(u8, u8, u8);

/// For text.
pub(crate) const INK: Ink = Ink(26, 32, 44);
/// For quiet lines.
pub(crate) const GREY: Ink = Ink(96, 104, 118);
/// For ornaments.
pub(crate) const ACCENT: Ink = Ink(20, 92, 100);

impl From<Ink> for krilla::paint::Paint {
    fn from(Ink(red, green, blue): Ink) -> Self {
        rgb::Color::new(red, green, blue).into()
    }
}

/// A surface with the few things that our documents draw.
pub(crate) struct Sheet<'a, 'b> {
    pub(crate) surface: &'a mut Surface<'b>,
}

impl Sheet<'_, '_> {
    fn ink(&mut self, color: Ink) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill {
            paint: color.into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }

    /// Writes a text from a point on its base line.
    pub(crate) fn write(&mut self, style: &Style, text: &str, size: f32, color: Ink, x: f32, y: f32) {
        self.ink(color);
        let mut x = x;
        for run in style.runs(text) {
            self.surface.draw_text(
                Point::from_xy(x, y),
                run.face.font(),
                size,
                &run.text,
                false,
                TextDirection::Auto,
            );
            x += run.face.width(&run.text, size);
        }
    }

    /// Writes a text around the middle of a line.
    pub(crate) fn centre(&mut self, style: &Style, text: &str, size: f32, color: Ink, x: f32, y: f32) {
        let width = style.width(text, size);
        self.write(style, text, size, color, x - width / 2.0, y);
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, color: Ink, x: f32, y: f32, width: f32, height: f32) {
        self.ink(color);
        self.path(x, y, width, height);
    }

    /// The outline of a rectangle.
    pub(crate) fn frame(&mut self, color: Ink, thickness: f32, x: f32, y: f32, width: f32, height: f32) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: color.into(),
            width: thickness,
            ..Stroke::default()
        }));
        self.path(x, y, width, height);
        self.surface.set_stroke(None);
    }

    fn path(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let Some(rect) = Rect::from_xywh(x, y, width, height) else {
            return;
        };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }
}
