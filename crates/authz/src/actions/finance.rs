//! What may be done about who earns what.

use super::{actions, implies, ruled_actions};
use entities::permission_grant::Permission;

actions! {
    product, own: |_, _| false, oneself: |_, _| false => {
        /// Give employees shares of what a product earns.
        ManageAttribution = "product.manageAttribution", Some(Permission::ManageAttribution), false;
    }
    organization, own: |_, _| false, oneself: |_, _| false => {
        /// Pay out what employees have earned.
        RunPayout = "payout.run", Some(Permission::PostAccounting), false;
        /// Post into the books by hand.
        PostLedgerEntry = "ledger.post", Some(Permission::PostAccounting), false;
        /// Close the books up to a day.
        CloseBooks = "books.close", Some(Permission::PostAccounting), false;
    }
    ledger_transaction, own: |_, _| false, oneself: |_, _| false => {
        /// Take back what was posted by hand.
        ReverseLedgerEntry = "ledger.reverse", Some(Permission::PostAccounting), false;
    }
}

ruled_actions! {
    /// Set what is taken from every sale. Operators do, because the platform's own fee is part of it.
    SetFeeSchedule = "feeSchedule.set" on organization, |access, _| access.actor().is_operator() || access.actor().is_system();
}

implies! {
    ManageAttribution adds [attribution] changes [attribution];
    SetFeeSchedule adds [fee_schedule] changes [];
    PostLedgerEntry adds [ledger_account, ledger_transaction, ledger_posting] changes [];
    ReverseLedgerEntry adds [ledger_account, ledger_transaction, ledger_posting] changes [];
    RunPayout adds [payout_run, payout, ledger_account, ledger_transaction, ledger_posting] changes [earning];
}
