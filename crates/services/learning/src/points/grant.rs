//! Points that the organization gives by hand.

use super::{Movement, Source, balance::earn};
use authz::{Action, actions::GrantPoints};
use entities::{
    member::{self, MemberStatus},
    point_entry::PointKind,
};
use kernel::{Code, MemberId, PointEntryId, Problem, Problems, TextLimits, line};
use serde_json::json;
use store::{Failure, OrgTx};

/// The most points that are given at once.
const MOST: i32 = 1_000_000;

/// What is given, and why.
#[derive(Clone, Debug)]
pub struct NewPoints {
    /// How many.
    pub points: i32,
    /// Why; the member reads it.
    pub note: String,
    /// The client's key: the same key and input give once.
    pub idempotency_key: String,
}

/// Gives an active member points. They count for the rank, and they can be spent.
///
/// Refuses with `NOT_ONESELF`, `MEMBER_NOT_ACTIVE`, `OUT_OF_RANGE`, `IDEMPOTENCY_CONFLICT`.
pub async fn grant_points(tx: &OrgTx, id: MemberId, input: NewPoints) -> Result<member::Model, Failure> {
    let NewPoints {
        points,
        note,
        idempotency_key,
    } = input;
    let granted = tx.load_for::<GrantPoints>("memberId", id).await?;
    let entry: PointEntryId = tx.new_id();
    let asked = json!({ "memberId": id.to_string(), "points": points, "note": note });
    if tx
        .once(GrantPoints::NAME, &idempotency_key, &asked, entry)
        .await?
        .is_some()
    {
        return Ok(granted.clone());
    }
    let mut problems = Problems::default();
    problems.require((1..=MOST).contains(&points), || {
        Problem::at("points", Code::OutOfRange)
            .with("min", 1)
            .with("max", MOST)
    });
    let note = problems.take(line("note", &note, TextLimits::LINE));
    problems.require(granted.status == MemberStatus::Active, || {
        Problem::at("memberId", Code::MemberNotActive).with("status", granted.status.name())
    });
    problems.require(tx.access().member() != Some(id), || {
        Problem::at("memberId", Code::NotOneself)
    });
    problems.into_result()?;
    let movement = Movement {
        member: id,
        kind: PointKind::Granted,
        source: Source::of(entry),
        amount: i64::from(points),
        note,
    };
    earn(tx, &granted, movement).await?;
    Ok(granted.clone())
}
