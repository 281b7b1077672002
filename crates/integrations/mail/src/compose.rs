//! From a letter to a subject and two parts.

use minijinja::context;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::clean::{NAME_CHARS, one_line};
use crate::error::MailError;
use crate::facts::facts;
use crate::letter::Letter;
use crate::mail::Mail;
use crate::subject::subject;
use crate::templates::render;

/// In whose name letters are written.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The product's name as people know it.
    pub product_name: String,
    /// The address under which people open the product.
    pub public_url: Url,
}

/// A letter in words, not yet addressed to anybody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composed {
    /// The subject: always one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part: a complete page.
    pub html: String,
}

impl Composed {
    /// The mail with this content for one recipient. `id` is the caller's own name for this mail;
    /// see [`Mail::id`].
    pub fn into_mail(self, id: impl Into<String>, to: impl Into<String>, to_name: Option<String>) -> Mail {
        Mail {
            id: id.into(),
            to: to.into(),
            to_name,
            subject: self.subject,
            text: self.text,
            html: self.html,
        }
    }
}

/// Writes a letter. Fails, permanently, only when a link of the letter is not a web address.
pub fn compose(letter: &Letter, brand: &Brand) -> Result<Composed, MailError> {
    let product = one_line(&brand.product_name, NAME_CHARS);
    let subject = subject(letter, &product);
    let values = context! {
        product => product,
        public_url => brand.public_url.as_str(),
        subject => subject.as_str(),
        ..facts(letter)?
    };
    let part = |ending: &str| {
        let template = format!("{}.{ending}", letter.kind());
        render(&template, &values).map_err(|error| {
            MailError::Permanent(format!(
                "the template `{template}` could not be filled in; correct the template: {error}"
            ))
        })
    };
    let text = part("txt")?;
    let html = part("html")?;
    Ok(Composed { subject, text, html })
}
