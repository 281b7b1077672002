//! Packages that were cut off or changed on their way: read or refused, never a panic and never without end.

use crate::fixtures::{CARTRIDGE, GIFT, OLX, read_bytes, tar_gz, zipped};
use packages::{Format, Limits};

fn samples() -> Vec<(Format, &'static str, Vec<u8>)> {
    vec![
        (Format::Olx, "x.tar.gz", tar_gz(OLX)),
        (Format::Olx, "x.zip", zipped(OLX)),
        (Format::CommonCartridge, "x.imscc", zipped(CARTRIDGE)),
        (Format::CommonCartridge, "x.tar.gz", tar_gz(CARTRIDGE)),
        (Format::Gift, "x.gift", GIFT.as_bytes().to_vec()),
    ]
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

#[test]
fn cut_off_anywhere() {
    for (format, name, bytes) in samples() {
        let step = (bytes.len() / 80).max(1);
        for end in (0..bytes.len()).step_by(step) {
            let _read_or_refused = read_bytes(format, name, &bytes[..end], &Limits::default());
        }
    }
}

#[test]
fn with_bits_flipped() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for (format, name, bytes) in samples() {
        for _ in 0..120 {
            let mut changed = bytes.clone();
            for _ in 0..=numbers.next(4) {
                let at = numbers.next(changed.len());
                changed[at] ^= 1 << numbers.next(8);
            }
            let _read_or_refused = read_bytes(format, name, &changed, &Limits::default());
        }
    }
}

#[test]
fn with_texts_mangled() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let marks = [
        "<",
        ">",
        "&",
        "\"",
        "'",
        "]]>",
        "<!--",
        "<!DOCTYPE a [",
        "&#x110000;",
        "{",
        "}",
        "~",
        "=",
        "::",
        "####",
        "\\",
        "%",
        "\u{0}",
        "é",
        "<![CDATA[",
    ];
    for (format, entries) in [
        (Format::Olx, OLX),
        (Format::CommonCartridge, CARTRIDGE),
        (Format::Gift, &[("a.gift", GIFT)]),
    ] {
        for _ in 0..120 {
            let mut changed: Vec<(&str, String)> = entries
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect();
            let which = numbers.next(changed.len());
            let (_, text) = &mut changed[which];
            for _ in 0..=numbers.next(3) {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let at = places
                    .get(numbers.next(places.len().max(1)))
                    .copied()
                    .unwrap_or_default();
                text.insert_str(at, marks[numbers.next(marks.len())]);
            }
            let changed: Vec<(&str, &str)> = changed
                .iter()
                .map(|(name, text)| (*name, text.as_str()))
                .collect();
            let _read_or_refused = read_bytes(format, "x.zip", &zipped(&changed), &Limits::default());
        }
    }
}
