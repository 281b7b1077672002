//! Disputes in the books. While the bank decides, the provider holds the money, so it moves from what there is at the
//! provider to what is disputed; when the bank has decided, it moves back. What a lost dispute takes away after that is a
//! refund, which is posted like any other.

use crate::posting::{NewTransaction, Side, Source, post};
use authz::actions::SettlePayment;
use entities::{dispute, ledger_account::AccountCode, ledger_transaction::TransactionKind, refund};
use store::{Failure, Granted, OrgTx};

/// The provider has taken the money back for now.
pub async fn opened(
    tx: &OrgTx,
    because: &Granted<SettlePayment>,
    dispute: &dispute::Model,
) -> Result<(), Failure> {
    moved(
        tx,
        because,
        (Source::of(dispute.id), dispute),
        TransactionKind::DisputeOpened,
        dispute.amount_minor,
    )
    .await
}

/// The bank has decided, and so much is at the provider again, or leaves it as a refund.
pub async fn closed(
    tx: &OrgTx,
    because: &Granted<SettlePayment>,
    dispute: &dispute::Model,
    amount_minor: i64,
) -> Result<(), Failure> {
    moved(
        tx,
        because,
        (Source::of(dispute.id), dispute),
        TransactionKind::DisputeClosed,
        -amount_minor,
    )
    .await
}

/// A refund has counted a part of what the bank had taken, after the decision.
pub async fn counted(
    tx: &OrgTx,
    because: &Granted<SettlePayment>,
    dispute: &dispute::Model,
    refund: &refund::Model,
) -> Result<(), Failure> {
    moved(
        tx,
        because,
        (Source::of(refund.id), dispute),
        TransactionKind::DisputeClosed,
        -refund.amount_minor,
    )
    .await
}

async fn moved(
    tx: &OrgTx,
    because: &Granted<SettlePayment>,
    (source, dispute): (Source, &dispute::Model),
    kind: TransactionKind,
    disputed: i64,
) -> Result<(), Failure> {
    let transaction = NewTransaction {
        kind,
        source,
        currency: dispute.currency.clone(),
        occurred_at: tx.now(),
        sides: vec![
            Side::debit(AccountCode::Disputed, disputed),
            Side::debit(AccountCode::Clearing, -disputed),
        ],
    };
    post(tx, because, transaction).await?;
    Ok(())
}
