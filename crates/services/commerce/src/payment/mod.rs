//! Payments: asking the provider, taking note of what it says, and asking again where an answer was lost.
//!
//! The row of a payment is stored with its order, before anybody is asked. It says everything the provider has to be
//! told, and its id is the key under which the provider does it once. So whatever is lost between the two, asking again
//! mends it: [`collect`] asks, [`resume`] asks when the customer sends the order again, [`take_event`] hears what the
//! provider tells by itself, and [`reconcile`] looks after payments and refunds that nobody has heard of. All end in
//! [`settle`], where a payment changes.

mod collect;
mod dispute;
mod event;
mod late;
mod reconcile;
mod resume;
mod settle;

pub use collect::collect;
pub use event::{Taken, take_event};
pub use reconcile::{Reconciled, reconcile};
pub use resume::resume;
pub use settle::{Report, settle};

use authz::{Actor, SystemTask};
use entities::payment::PaymentProvider;
use payments::Provider;

/// In whose name the server settles payments.
pub(crate) const SETTLING: Actor = Actor::System(SystemTask::PaymentProvider);

/// A provider as it is stored.
pub(crate) const fn stored(provider: Provider) -> PaymentProvider {
    match provider {
        Provider::Test => PaymentProvider::Test,
        Provider::Stripe => PaymentProvider::Stripe,
    }
}
