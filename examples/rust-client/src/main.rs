//! A client in Rust whose types are generated from `schema.graphql`: it signs in, reads the courses page by page, asks what something
//! costs, and orders it, twice with the same key, as a client does that did not hear the first answer.
//!
//! `cargo run -- http://127.0.0.1:8080 marko@alpenglow.example volmify-demo-2026`

mod api;

use api::{Api, courses, on_sale, place_order, quote, sign_in};
use std::{error::Error, time::SystemTime};

const ORGANIZATION: &str = "alpenglow";
const CURRENCY: &str = "EUR";
const JURISDICTION: &str = "SI";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(server), Some(email), Some(password)) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("give the server's address, an e-mail address and a password".into());
    };
    let mut api = Api::new(&server);
    api.token = Some(sign_in(&api, email, password)?);

    let titles = all_courses(&api)?;
    let (organization, variant) = on_sale(&api)?;
    let total = quoted(&api, &organization, &variant)?;
    let number = ordered(&api, &organization, &variant, &total)?;
    println!("{} courses in pages of 2; order {number} of {total} placed once", titles.len());
    Ok(())
}

fn sign_in(api: &Api, email: String, password: String) -> Result<String, Box<dyn Error>> {
    let input = sign_in::SignInInput { email, password, transport: None };
    let payload = api.ask::<api::SignIn>(sign_in::Variables { input })?.sign_in;
    payload.token.ok_or_else(|| format!("not signed in: {:?}", payload.user_errors).into())
}

/// The titles of all courses, two at a time.
fn all_courses(api: &Api) -> Result<Vec<String>, Box<dyn Error>> {
    let mut titles = Vec::new();
    let mut after = None;
    loop {
        let asked = courses::Variables { slug: ORGANIZATION.to_owned(), first: 2, after };
        let organization = api.ask::<api::Courses>(asked)?.organization.ok_or("no such organization")?;
        let page = organization.courses;
        titles.extend(page.nodes.into_iter().map(|course| course.title));
        if !page.page_info.has_next_page {
            let count = usize::try_from(page.total_count)?;
            return if titles.len() == count { Ok(titles) } else { Err("courses are missing".into()) };
        }
        after = page.page_info.end_cursor;
    }
}

/// The organization, and the first variant that it sells in the currency.
fn on_sale(api: &Api) -> Result<(String, String), Box<dyn Error>> {
    let asked = on_sale::Variables { slug: ORGANIZATION.to_owned(), currency: CURRENCY.to_owned() };
    let organization = api.ask::<api::OnSale>(asked)?.organization.ok_or("no such organization")?;
    let mut variants = organization.products.nodes.into_iter().flat_map(|product| product.variants);
    let variant = variants.find(|variant| variant.price.is_some()).ok_or("nothing is on sale")?;
    Ok((organization.id, variant.id))
}

fn quoted(api: &Api, organization: &str, variant: &str) -> Result<String, Box<dyn Error>> {
    let input = quote::QuoteInput {
        organization_id: organization.to_owned(),
        currency: CURRENCY.to_owned(),
        jurisdiction: Some(JURISDICTION.to_owned()),
        lines: vec![quote::QuoteLineInput { variant_id: variant.to_owned(), quantity: 1 }],
        offer_codes: Vec::new(),
        gift_cards: Vec::new(),
    };
    let payload = api.ask::<api::Quote>(quote::Variables { input })?.quote;
    let found = payload.quote.ok_or_else(|| format!("no quote: {:?}", payload.user_errors))?;
    Ok(format!("{} {}", found.total_amount.amount, found.total_amount.currency))
}

fn ordered(api: &Api, organization: &str, variant: &str, total: &str) -> Result<String, Box<dyn Error>> {
    let key = format!("rust-client-{}", SystemTime::UNIX_EPOCH.elapsed()?.as_nanos());
    let order = || {
        let input = place_order::PlaceOrderInput {
            organization_id: organization.to_owned(),
            currency: CURRENCY.to_owned(),
            jurisdiction: Some(JURISDICTION.to_owned()),
            lines: vec![place_order::QuoteLineInput { variant_id: variant.to_owned(), quantity: 1 }],
            offer_codes: Vec::new(),
            gift_cards: Vec::new(),
            idempotency_key: key.clone(),
            payment_method: Some("test_ok".to_owned()),
            dry_run: false,
        };
        api.ask::<api::PlaceOrder>(place_order::Variables { input }).map(|data| data.place_order)
    };
    let (first, again) = (order()?, order()?);
    let placed = first.order.ok_or_else(|| format!("not ordered: {:?}", first.user_errors))?;
    let paid = format!("{} {}", placed.total_amount.amount, placed.total_amount.currency);
    if paid != total {
        return Err(format!("{paid} was ordered, and {total} was quoted").into());
    }
    match again.order {
        Some(order) if order.id == placed.id && again.replayed && !first.replayed => Ok(placed.number),
        _ => Err(format!("the same key ordered twice: {:?}", again.user_errors).into()),
    }
}
