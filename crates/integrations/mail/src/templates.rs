//! The words of the letters, compiled into the program.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};

/// Lists a letter's two templates under the names `<kind>.txt` and `<kind>.html`.
macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("templates/", $name)))),*]
    };
}

const SOURCES: [(&str, &str); 19] = sources![
    "base.txt",
    "base.html",
    "parts.html",
    "verify_email.txt",
    "verify_email.html",
    "account_exists.txt",
    "account_exists.html",
    "reset_password.txt",
    "reset_password.html",
    "password_changed.txt",
    "password_changed.html",
    "member_invitation.txt",
    "member_invitation.html",
    "employee_invitation.txt",
    "employee_invitation.html",
    "employee_approved.txt",
    "employee_approved.html",
    "employee_rejected.txt",
    "employee_rejected.html",
];

static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(environment);

/// Fills in one template, or says what is wrong with it.
pub(crate) fn render(template: &str, facts: &Value) -> Result<String, String> {
    let told = |error: &Error| format!("{error:#}");
    let environment = ENVIRONMENT.as_ref().map_err(told)?;
    environment
        .get_template(template)
        .and_then(|template| template.render(facts))
        .map_err(|error| told(&error))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    // Only the plain text is read as it stands; escaping there would show `&lt;` to people.
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "txt")) => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    // A fact that is missing is a mistake in a template, not an empty place in a letter.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("href", |link: String| href(&link));
    for (name, source) in SOURCES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// A link for an HTML page. The ordinary escaping also turns `/` into a character reference, which
/// is correct but keeps programs that look for links in mail from seeing them.
fn href(link: &str) -> Value {
    let escaped = link
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;");
    Value::from_safe_string(escaped)
}
