//! Certificates for whoever was shown one: a page that says whether it is valid, and the document itself.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use documents::{CertificateFacts, certificate_pdf};
use entities::{certificate, organization};
use graph::{PublicUrl, credential};
use kernel::day_in;
use minijinja::{AutoEscape, Environment, context};
use store::{Store, StoreError};
use url::Url;

/// A page that runs nothing and loads nothing.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// What became of a certificate.
fn standing(row: &certificate::Model, now: DateTime<Utc>) -> &'static str {
    if row.revoked_at.is_some() {
        "Revoked"
    } else if row.expires_at.is_some_and(|expires| expires <= now) {
        "Expired"
    } else {
        "Valid"
    }
}

/// `GET /certificates/{file}`: with `.pdf` at the end the document, with `.json` the credential, otherwise the page. 404 for a
/// code that nobody has, 410 for what a holder would present of a certificate that was revoked.
pub(crate) async fn show(store: &Store, public_url: &Url, file: &str) -> Response {
    let (code, form) = match file.rsplit_once('.') {
        Some((code, "pdf")) => (code, Form::Document),
        Some((code, "json")) => (code, Form::Credential),
        Some(_) | None => (file, Form::Page),
    };
    // A store for this request alone, so that both statements share one connection.
    let store = store.for_request();
    let (row, organization) = match reads::certificate_by_code(&store, code).await {
        Ok(Some(found)) => found,
        Ok(None) if form == Form::Page => return page(None, store.now()),
        Ok(None) => return (StatusCode::NOT_FOUND, "There is no such certificate.").into_response(),
        Err(error) => return failed(&error),
    };
    match form {
        Form::Page => page(Some((&row, &organization)), store.now()),
        Form::Document | Form::Credential if row.revoked_at.is_some() => {
            (StatusCode::GONE, "This certificate was revoked.").into_response()
        }
        Form::Document => document(&row, &organization, public_url),
        Form::Credential => signed(&store, &row, &organization, public_url).await,
    }
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Document,
    Credential,
}

async fn signed(
    store: &Store,
    row: &certificate::Model,
    organization: &organization::Model,
    public_url: &Url,
) -> Response {
    let course = match reads::course_of_certificate(store, row).await {
        Ok(Some(course)) => course,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    match credential(store, &PublicUrl(public_url.clone()), (row, organization), course).await {
        Ok(text) => {
            let kind = (header::CONTENT_TYPE, "application/vc+ld+json".to_owned());
            let name = format!("attachment; filename=\"certificate-{}.json\"", row.code);
            ([kind, (header::CONTENT_DISPOSITION, name)], text).into_response()
        }
        Err(error) => {
            tracing::error!(?error, certificate = %row.id, "a credential was not signed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(?error, "a certificate was not looked up");
    (StatusCode::SERVICE_UNAVAILABLE, "Try again later.").into_response()
}

fn document(row: &certificate::Model, organization: &organization::Model, public_url: &Url) -> Response {
    let facts = CertificateFacts {
        holder: row.holder_name.clone(),
        course: row.course_title.clone(),
        organization: organization.name.clone(),
        issued_on: day_in(&organization.time_zone, row.issued_at),
        valid_until: last_day(row, organization),
        code: row.code.clone(),
        verify_at: address(public_url, &row.code),
    };
    match certificate_pdf(&facts) {
        Ok(file) => {
            let name = format!("inline; filename=\"certificate-{}.pdf\"", row.code);
            let kind = (header::CONTENT_TYPE, "application/pdf".to_owned());
            ([kind, (header::CONTENT_DISPOSITION, name)], file).into_response()
        }
        Err(error) => {
            tracing::error!(?error, certificate = %row.id, "a certificate was not drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Where anybody verifies a certificate.
fn address(public_url: &Url, code: &str) -> String {
    format!(
        "{}/certificates/{code}",
        public_url.as_str().trim_end_matches('/')
    )
}

/// The last day on which it is valid, by the organization's calendar.
fn last_day(row: &certificate::Model, organization: &organization::Model) -> Option<NaiveDate> {
    let last = row.expires_at?.checked_sub_signed(TimeDelta::microseconds(1))?;
    Some(day_in(&organization.time_zone, last))
}

fn page(found: Option<(&certificate::Model, &organization::Model)>, now: DateTime<Utc>) -> Response {
    let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    let facts = found.map(|(row, organization)| {
        context! {
            standing => standing(row, now),
            holder => row.holder_name.as_str(),
            course => row.course_title.as_str(),
            organization => organization.name.as_str(),
            issued => day(day_in(&organization.time_zone, row.issued_at)),
            until => last_day(row, organization).map(day),
            code => row.code.as_str(),
        }
    });
    let status = if facts.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_name| AutoEscape::Html);
    let written = pages.render_str(include_str!("certificate.html"), context! { facts });
    match written {
        Ok(html) => (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(?error, "the page of a certificate was not written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
