//! Rows of the domain finance.

use super::Planted;
use crate::tenant::{id, plant};
use entities::{
    attribution::{self, AttributionKind},
    earning,
    fee_schedule::{self, RefundedFeeBearer},
    ledger_account::{self, AccountCode, AccountKind},
    ledger_posting,
    ledger_transaction::{self, TransactionKind},
    payout::{self, PayoutStatus},
    payout_run, revenue,
};
use kernel::TypedId;
use sea_orm::{ConnectionTrait, DbErr, TransactionSession, TransactionTrait};

impl Planted {
    pub(crate) fn fee_schedule(&self) -> fee_schedule::Model {
        fee_schedule::Model {
            id: self.ids.fee_schedule,
            organization_id: self.organization,
            platform_fee_ppm: 0,
            processing_fee_ppm: 0,
            withholding_ppm: 0,
            refunded_fee_bearer: RefundedFeeBearer::Organization,
            valid_from: self.start,
            set_by_user_id: self.user,
            created_at: self.start,
        }
    }

    pub(crate) fn attribution(&self) -> attribution::Model {
        attribution::Model {
            id: self.ids.attribution,
            organization_id: self.organization,
            product_id: self.ids.product,
            employee_id: self.employee,
            kind: AttributionKind::ALL[0],
            share_ppm: 700_000,
            effective_from: self.start,
            effective_to: None,
            set_by_employee_id: self.employee,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn revenue(&self) -> revenue::Model {
        revenue::Model {
            id: self.ids.revenue,
            organization_id: self.organization,
            order_line_id: self.ids.order_line,
            refund_id: Some(self.ids.refund),
            position: 1,
            currency: "EUR".to_owned(),
            gross_minor: 0,
            platform_fee_minor: 0,
            processing_fee_minor: 0,
            withholding_minor: 0,
            net_minor: 0,
            organization_minor: 0,
            recognized_at: self.start,
            created_at: self.start,
        }
    }

    pub(crate) fn payout_run(&self) -> payout_run::Model {
        payout_run::Model {
            id: self.ids.payout_run,
            organization_id: self.organization,
            number: self.number,
            cutoff_at: self.start,
            minimum_thousandths: 0,
            run_by_employee_id: self.employee,
            created_at: self.start,
        }
    }

    pub(crate) fn payout(&self) -> payout::Model {
        payout::Model {
            id: self.ids.payout,
            organization_id: self.organization,
            run_id: self.ids.payout_run,
            employee_id: self.employee,
            currency: "EUR".to_owned(),
            amount_minor: 100,
            status: PayoutStatus::ALL[0],
            paid_at: self.start,
            created_at: self.start,
        }
    }

    pub(crate) fn earning(&self) -> earning::Model {
        earning::Model {
            id: self.ids.earning,
            organization_id: self.organization,
            revenue_id: self.ids.revenue,
            attribution_id: self.ids.attribution,
            employee_id: self.employee,
            currency: "EUR".to_owned(),
            share_ppm: 0,
            amount_minor: 0,
            earned_at: self.start,
            payout_id: None,
            created_at: self.start,
        }
    }

    pub(crate) fn ledger_account(&self) -> ledger_account::Model {
        ledger_account::Model {
            id: self.ids.ledger_account,
            organization_id: self.organization,
            code: AccountCode::ALL[0],
            kind: AccountKind::ALL[0],
            currency: "EUR".to_owned(),
            employee_id: Some(self.employee),
            balance_minor: 0,
            created_at: self.start,
        }
    }

    pub(crate) fn ledger_transaction(&self) -> ledger_transaction::Model {
        ledger_transaction::Model {
            id: self.ids.ledger_transaction,
            organization_id: self.organization,
            kind: TransactionKind::ALL[0],
            currency: "EUR".to_owned(),
            source_type: self.text("source_type"),
            source_id: self.member.uuid(),
            occurred_at: self.start,
            originally_occurred_at: None,
            note: None,
            posted_by_user_id: Some(self.user),
            imbalance_minor: 0,
            missing_postings: 2,
            created_at: self.start,
            zero: 0,
        }
    }

    pub(crate) fn ledger_posting(&self) -> ledger_posting::Model {
        ledger_posting::Model {
            id: self.ids.ledger_posting,
            organization_id: self.organization,
            transaction_id: self.ids.ledger_transaction,
            account_id: self.ids.ledger_account,
            amount_minor: 100,
            position: 1,
            created_at: self.start,
        }
    }

    /// A transaction with both its sides, within one transaction of the database: alone it would not balance.
    pub(crate) async fn books<C: ConnectionTrait + TransactionTrait>(
        &self,
        connection: &C,
    ) -> Result<(), DbErr> {
        let transaction = connection.begin().await?;
        plant(&transaction, self.ledger_transaction()).await?;
        plant(&transaction, self.ledger_posting()).await?;
        let mut other_side = self.ledger_posting();
        other_side.id = id();
        other_side.position = 2;
        other_side.amount_minor = -other_side.amount_minor;
        plant(&transaction, other_side).await?;
        transaction.commit().await
    }
}
