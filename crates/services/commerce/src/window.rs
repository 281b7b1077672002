//! Half-open windows of time: from a moment inclusive until another exclusive.

use chrono::{DateTime, SubsecRound, Utc};
use kernel::{Code, Problem};
use sea_orm::{ColumnTrait, Condition};
use store::OrgTx;

/// Rows whose window contains a moment.
pub(crate) fn valid_at<C: ColumnTrait>(from: C, to: C, moment: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(from.lte(moment))
        .add(Condition::any().add(to.is_null()).add(to.gt(moment)))
}

/// A moment as precise as it is stored.
pub(crate) fn stored(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.trunc_subsecs(6)
}

/// A moment that is now or later; where none is given, now.
pub(crate) fn from_now(
    tx: &OrgTx,
    field: &'static str,
    moment: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>, Problem> {
    match moment.map(stored) {
        None => Ok(tx.now()),
        Some(moment) if moment >= tx.now() => Ok(moment),
        Some(_) => Err(Problem::at(field, Code::InThePast).with("now", crate::moment(tx.now()))),
    }
}

/// An end that lies in the future.
pub(crate) fn future(
    tx: &OrgTx,
    field: &'static str,
    moment: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problem> {
    let moment = stored(moment);
    if moment > tx.now() {
        Ok(moment)
    } else {
        Err(Problem::at(field, Code::InThePast).with("now", crate::moment(tx.now())))
    }
}
