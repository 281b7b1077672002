//! The certificate of a completed course.

use crate::{
    DocumentError,
    fonts::Fonts,
    lines::fit,
    qr,
    sheet::{ACCENT, GREY, INK, Sheet},
};
use chrono::{Datelike, NaiveDate};
use krilla::{
    Document, SerializeSettings,
    configure::{Archival, ConfigurationBuilder},
    metadata::{DateTime, Metadata},
    page::PageSettings,
    surface::Surface,
};

/// What stands on a certificate.
#[derive(Clone, Debug)]
pub struct CertificateFacts {
    /// The holder's name.
    pub holder: String,
    /// The course's title.
    pub course: String,
    /// The organization's name.
    pub organization: String,
    /// The day it was issued, in the organization's time zone.
    pub issued_on: NaiveDate,
    /// The last day on which it is valid; none: for ever.
    pub valid_until: Option<NaiveDate>,
    /// The code by which anybody can verify it.
    pub code: String,
    /// The address under which anybody can verify it.
    pub verify_at: String,
}

/// A4 across, in points.
const WIDTH: f32 = 842.0;
const HEIGHT: f32 = 595.0;
const MARGIN: f32 = 36.0;
const QR: f32 = 96.0;

/// Draws a certificate as PDF/A-2b, made to be archived: one page, fonts embedded, with a QR code of the address.
pub fn certificate_pdf(facts: &CertificateFacts) -> Result<Vec<u8>, DocumentError> {
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B);
    let configuration = configuration
        .finish()
        .map_err(|error| DocumentError::Written(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let day = facts.issued_on;
    let date = DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(u8::try_from(day.month()).unwrap_or(1))
        .day(u8::try_from(day.day()).unwrap_or(1));
    document.set_metadata(
        Metadata::new()
            .title(format!("Certificate: {}", facts.course))
            .authors(vec![facts.organization.clone()])
            .language("en".to_owned())
            .document_id(facts.code.clone())
            .creation_date(date),
    );
    let settings = PageSettings::from_wh(WIDTH, HEIGHT)
        .ok_or_else(|| DocumentError::Written("the sheet has no size".to_owned()))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    draw(&mut surface, facts)?;
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| DocumentError::Written(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, facts: &CertificateFacts) -> Result<(), DocumentError> {
    let fonts = Fonts::get()?;
    let mut sheet = Sheet { surface };
    let (middle, inner) = (WIDTH / 2.0, WIDTH - 4.0 * MARGIN);
    sheet.frame(
        ACCENT,
        2.0,
        MARGIN,
        MARGIN,
        WIDTH - 2.0 * MARGIN,
        HEIGHT - 2.0 * MARGIN,
    );
    let inset = MARGIN + 6.0;
    sheet.frame(
        ACCENT,
        0.5,
        inset,
        inset,
        WIDTH - 2.0 * inset,
        HEIGHT - 2.0 * inset,
    );

    let organization = fit(&fonts.regular, &facts.organization, inner, 18.0, 10.0, 1);
    for line in &organization.lines {
        sheet.centre(&fonts.regular, line, organization.size, INK, middle, 104.0);
    }
    sheet.centre(
        &fonts.strong,
        "Certificate of Completion",
        34.0,
        ACCENT,
        middle,
        160.0,
    );
    sheet.centre(&fonts.italic, "This certifies that", 15.0, GREY, middle, 208.0);
    let mut y = 256.0;
    let holder = fit(&fonts.strong, &facts.holder, inner, 38.0, 18.0, 2);
    for line in &holder.lines {
        sheet.centre(&fonts.strong, line, holder.size, INK, middle, y);
        y += holder.size * 1.15;
    }
    y += 2.0;
    sheet.centre(&fonts.italic, "has completed", 15.0, GREY, middle, y);
    y += 40.0;
    let course = fit(&fonts.strong, &facts.course, inner, 26.0, 14.0, 2);
    for line in &course.lines {
        sheet.centre(&fonts.strong, line, course.size, INK, middle, y);
        y += course.size * 1.2;
    }

    let left = MARGIN + 28.0;
    let mut y = HEIGHT - MARGIN - 28.0 - 54.0;
    sheet.write(
        &fonts.regular,
        &format!("Issued {}", written(facts.issued_on)),
        13.0,
        INK,
        left,
        y,
    );
    y += 20.0;
    let validity = facts.valid_until.map_or_else(
        || "Valid without end".to_owned(),
        |day| format!("Valid until {}", written(day)),
    );
    sheet.write(&fonts.regular, &validity, 13.0, INK, left, y);
    y += 20.0;
    sheet.write(&fonts.code, &facts.code, 11.0, INK, left, y);
    y += 14.0;
    let address = fit(&fonts.code, &facts.verify_at, inner - QR, 8.0, 6.0, 1);
    for line in &address.lines {
        sheet.write(&fonts.code, line, address.size, GREY, left, y);
    }

    let (squares, count) = qr::squares(&facts.verify_at)?;
    let side = QR / f32::from(count);
    let (x, y) = (WIDTH - MARGIN - 24.0 - QR, HEIGHT - MARGIN - 24.0 - QR);
    for (column, row) in squares {
        sheet.fill(
            INK,
            x + f32::from(column) * side,
            y + f32::from(row) * side,
            side,
            side,
        );
    }
    Ok(())
}

/// A day that nobody reads the wrong way round.
fn written(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
