//! Founding an organization: its row, its owner, and the owner's employment, all or nothing.

mod establish;
mod slug_of;

use crate::changes::incomplete;
use authz::Actor;
use entities::organization::{self, Plan, Theme};
use kernel::{
    Code, Currency, Email, LanguageTag, Problem, Problems, RequestId, TextLimits, TimeZone, UserId, line,
    paragraph,
};
use store::{Failure, Store};

pub(crate) use slug_of::{checked_slug, slug_taken};

/// A new organization.
#[derive(Clone, Debug, Default)]
pub struct NewOrganization {
    /// The name it shows.
    pub name: String,
    /// Its name in addresses; derived from the name where there is none.
    pub slug: Option<String>,
    /// A few words about it.
    pub description: Option<String>,
    /// Subscription; `FREE` where nothing is said.
    pub plan: Option<Plan>,
    /// Colours; `DEFAULT` where nothing is said.
    pub theme: Option<Theme>,
    /// Default language, BCP 47; `en` where nothing is said.
    pub locale: Option<String>,
    /// ISO 4217 code of the currency of its books and salaries, for good; `EUR` where nothing is said.
    pub currency: Option<String>,
    /// IANA time zone; `UTC` where nothing is said.
    pub time_zone: Option<String>,
    /// Whether people who are not members can see that it exists; no where nothing is said.
    pub is_public: Option<bool>,
    /// Who will own it, if not the founder. Only platform operators found for others.
    pub owner_email: Option<String>,
}

/// A checked input.
#[derive(Clone, Debug)]
struct Draft {
    name: String,
    description: Option<String>,
    plan: Plan,
    theme: Theme,
    locale: String,
    currency: Currency,
    time_zone: String,
    is_public: bool,
    owner: Owner,
}

/// Who will own the organization.
#[derive(Clone, Debug)]
enum Owner {
    User(UserId),
    Address(String),
}

/// How often another slug is derived because somebody was faster.
const DERIVATIONS: u32 = 100;

/// Founds an organization. The founder must have a proven e-mail address, owns it, and is its first employee.
///
/// Refuses with `SLUG_TAKEN`, `SLUG_RESERVED`, `OWNER_NOT_FOUND`, `EMAIL_NOT_VERIFIED`.
pub async fn found(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    input: NewOrganization,
) -> Result<organization::Model, Failure> {
    let NewOrganization {
        name,
        slug,
        description,
        plan,
        theme,
        locale,
        currency,
        time_zone,
        is_public,
        owner_email,
    } = input;
    let mut problems = Problems::default();
    let owner = owner(actor, owner_email.as_deref(), &mut problems)?;
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let slug = slug.and_then(|slug| problems.take(checked_slug("slug", &slug)));
    let description = problems.take(paragraph(
        "description",
        description.as_deref().unwrap_or_default(),
        TextLimits::PARAGRAPH,
    ));
    let locale = problems.take(LanguageTag::parse("locale", locale.as_deref().unwrap_or("en")));
    let time_zone = problems.take(TimeZone::parse("timeZone", time_zone.as_deref().unwrap_or("UTC")));
    let currency = problems.take(known_currency(currency.as_deref()));
    problems.into_result()?;
    let (Some(owner), Some(name), Some(description), Some(locale), Some(time_zone), Some(currency)) =
        (owner, name, description, locale, time_zone, currency)
    else {
        return Err(incomplete());
    };
    let draft = Draft {
        name,
        description,
        plan: plan.unwrap_or(Plan::Free),
        theme: theme.unwrap_or(Theme::Default),
        locale: locale.into_string(),
        currency,
        time_zone: time_zone.into_string(),
        is_public: is_public.unwrap_or(false),
        owner,
    };
    match slug {
        Some(slug) => establish::establish(store, actor, request, &draft, &slug).await,
        None => found_with_derived_slug(store, actor, request, &draft).await,
    }
}

async fn found_with_derived_slug(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    draft: &Draft,
) -> Result<organization::Model, Failure> {
    for _ in 0..DERIVATIONS {
        let slug = slug_of::free_slug(store, &draft.name).await?;
        match establish::establish(store, actor, request, draft, &slug).await {
            Err(Failure::Refused(problems)) if problems.iter().any(|p| p.code == Code::SlugTaken) => {}
            outcome => return outcome,
        }
    }
    Err(slug_taken().into())
}

fn owner(actor: &Actor, email: Option<&str>, problems: &mut Problems) -> Result<Option<Owner>, Failure> {
    if let Some(email) = email {
        if !actor.is_operator() && !actor.is_system() {
            return Err(match actor.signed_in() {
                Some(_) => Failure::Forbidden("organization.found"),
                None => Failure::Unauthenticated,
            });
        }
        let email = problems.take(Email::parse("ownerEmail", email));
        return Ok(email.map(|email| Owner::Address(email.key().to_owned())));
    }
    if actor.is_system() {
        problems.add(Problem::at("ownerEmail", Code::Required));
        return Ok(None);
    }
    let founder = actor.signed_in().ok_or(Failure::Unauthenticated)?;
    problems.require(founder.email_verified, || Problem::new(Code::EmailNotVerified));
    Ok(Some(Owner::User(founder.user)))
}

fn known_currency(code: Option<&str>) -> Result<Currency, Problem> {
    match code {
        Some(code) => {
            Currency::parse(code.trim()).ok_or_else(|| Problem::at("currency", Code::UnknownCurrency))
        }
        None => Ok(Currency::EUR),
    }
}
