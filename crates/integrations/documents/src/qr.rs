//! A QR code as squares.

use crate::DocumentError;
use fast_qr::{ECL, QRBuilder};

/// The dark squares of a code, as column and row, and how many columns there are.
pub(crate) fn squares(text: &str) -> Result<(Vec<(u16, u16)>, u16), DocumentError> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_too_long| DocumentError::Address)?;
    let size = u16::try_from(code.size).map_err(|_too_large| DocumentError::Address)?;
    let dark = |(column, row): &(u16, u16)| {
        let line = &code[usize::from(*row)];
        line.get(usize::from(*column))
            .is_some_and(|module| module.value())
    };
    let all = (0..size).flat_map(|row| (0..size).map(move |column| (column, row)));
    Ok((all.filter(dark).collect(), size))
}
