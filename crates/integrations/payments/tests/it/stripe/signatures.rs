//! Which messages are believed.

use super::world::{OTHER_WEBHOOK_SECRET, WEBHOOK_SECRET, digest, moment, reader};
use chrono::Duration;
use payments::{PaymentGateway, WebhookError};

const BODY: &[u8] = br#"{"id":"evt_1","type":"customer.created","data":{"object":{}}}"#;

/// At 1773475200, with the secrets of these tests; computed by another program.
const FIRST: &str = "3e86ded4eb65160df07c8300a340c92f21c5f89662e5abe5ba585713e647f269";
const SECOND: &str = "bb3512a03faa641164f7b33a8b466c8fb6cf8bb139383e8d9be5580b7f2bbde1";
const OTHER: &str = "978729b5eb263817cf2f7dad1550fbf03c452fa4dc2bd1eb5fae63c1b63b6c7c";

fn read(header: &str, body: &[u8], late: i64) -> Result<String, WebhookError> {
    let now = moment() + Duration::seconds(late);
    let event = reader().read_event(header, body, now)?;
    Ok(event.kind)
}

#[test]
fn a_signature_by_either_secret_holds_for_five_minutes() {
    assert_eq!(digest(WEBHOOK_SECRET, 1_773_475_200, BODY), FIRST);
    assert_eq!(digest(OTHER_WEBHOOK_SECRET, 1_773_475_200, BODY), SECOND);
    assert_eq!(reader().signature_header(), "stripe-signature");
    for header in [
        format!("t=1773475200,v1={FIRST}"),
        format!("t=1773475200,v1={SECOND}"),
        format!("t=1773475200,v1={OTHER},v1={SECOND}"),
        format!("t=1773475200,v1={FIRST},v0={OTHER}"),
        format!("v1={FIRST}, t=1773475200"),
        format!("t=1773475200,v1=zz,v1=,future=1,v1={FIRST}"),
    ] {
        for late in [-300, 0, 300] {
            assert_eq!(
                read(&header, BODY, late).as_deref(),
                Ok("customer.created"),
                "{header}"
            );
        }
        for late in [-301, 301] {
            assert_eq!(
                read(&header, BODY, late),
                Err(WebhookError::Signature),
                "{header}"
            );
        }
    }
}

#[test]
fn everything_else_is_not_believed() {
    let many = format!("t=1773475200,{}v1={FIRST}", "v1=00,".repeat(10_000));
    let long = format!("t=1773475200,v1={FIRST},padding={}", "a".repeat(1024 * 1024));
    for header in [
        "",
        ",",
        "t=1773475200",
        "t=,v1=",
        "t=1773475200,v1=",
        &format!("v1={FIRST}"),
        &format!("t=1773475200,v0={FIRST}"),
        &format!("t=1773475200,v1={OTHER}"),
        &format!("t=1773475200,v1={}", &FIRST[..62]),
        &format!("t=1773475200,v1={FIRST}00"),
        &format!("t=1773475201,v1={FIRST}"),
        &format!("t=1773475201,t=1773475200,v1={FIRST}"),
        &format!("t=17734752000000000000000,v1={FIRST}"),
        &format!("t=1773475200.5,v1={FIRST}"),
        &format!("T=1773475200,V1={FIRST}"),
        &format!("t=1773475200;v1={FIRST}"),
        &many,
        &long,
    ] {
        let start: String = header.chars().take(80).collect();
        assert_eq!(read(header, BODY, 0), Err(WebhookError::Signature), "{start}");
    }
    let mut tampered = BODY.to_vec();
    tampered.push(b' ');
    let header = format!("t=1773475200,v1={FIRST}");
    assert_eq!(read(&header, &tampered, 0), Err(WebhookError::Signature));
    assert_eq!(read(&header, b"", 0), Err(WebhookError::Signature));
}
