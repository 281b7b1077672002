//! What other systems read. It is made of the event alone, which never changes, so every try says the same. Fields are added, and
//! never renamed or removed. Persons are ids: who wants a name asks for it, with a permission.

use entities::{event, webhook_endpoint::WebhookEvent};
use kernel::text_form;
use serde_json::{Map, Value, json};

/// The message about an event.
pub(super) fn body(told: WebhookEvent, event: &event::Model) -> Value {
    let facts = Facts(event);
    let (name, mut data) = match told {
        WebhookEvent::OrderPaid => (
            "order.paid",
            facts.data(&["number", "memberId"], &["total", "tax", "giftCards", "payment"]),
        ),
        WebhookEvent::OrderRefunded => (
            "order.refunded",
            facts.data(
                &["orderId", "orderStatus"],
                &["amount", "net", "tax", "giftCards", "payment"],
            ),
        ),
        WebhookEvent::EnrollmentCreated => (
            "enrollment.created",
            facts.data(&["memberId", "courseId", "source"], &[]),
        ),
        WebhookEvent::CourseCompleted => ("course.completed", facts.data(&["memberId", "courseId"], &[])),
        WebhookEvent::CertificateIssued => (
            "certificate.issued",
            facts.data(&["enrollmentId", "memberId", "courseId", "expiresAt"], &[]),
        ),
        WebhookEvent::PayoutMade => ("payout.made", facts.data(&["runId", "employeeId"], &["amount"])),
    };
    let organization = event.organization_id.map(|id| id.to_string());
    data.insert("organizationId".to_owned(), organization.into());
    let subject = text_form(&event.subject_type, event.subject_id);
    data.insert(format!("{}Id", event.subject_type), subject.into());
    json!({
        "id": event.id.to_string(),
        "type": name,
        "timestamp": event.occurred_at,
        "data": data,
    })
}

struct Facts<'a>(&'a event::Model);

impl Facts<'_> {
    /// Some of the facts as they are, and some as amounts in the currency that is one of them.
    fn data(&self, plain: &[&str], amounts: &[&str]) -> Map<String, Value> {
        let plain = plain.iter().map(|name| ((*name).to_owned(), self.fact(name)));
        let amounts = amounts.iter().map(|name| {
            let amount = json!({ "amount": self.fact(name), "currency": self.fact("currency") });
            ((*name).to_owned(), amount)
        });
        plain.chain(amounts).collect()
    }

    fn fact(&self, name: &str) -> Value {
        let facts = self.0.after.as_ref();
        facts
            .and_then(|facts| facts.get(name))
            .cloned()
            .unwrap_or_default()
    }
}
