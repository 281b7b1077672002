//! Setting a price from a moment on.

use super::told;
use crate::{actor, amount::MoneyInput, product::of_variant, window};
use authz::{Consequence, actions::EditProduct};
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    price::{self, Column},
};
use kernel::{Code, EmployeeId, Money, Problem, Problems, VariantId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{Failure, Granted, NewEvent, OrgTx};

/// A new price.
#[derive(Clone, Debug)]
pub struct SetPrice {
    /// The variant.
    pub variant_id: VariantId,
    /// What it costs.
    pub amount: MoneyInput,
    /// Whether sales tax is in it already.
    pub is_tax_inclusive: bool,
    /// From when on; none: now.
    pub valid_from: Option<DateTime<Utc>>,
}

/// Sets what a variant costs in one currency from a moment on. The price that would be valid then ends at that moment.
/// One that begins at that very moment is corrected instead.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `UNKNOWN_CURRENCY`, `AMOUNT_NEGATIVE`, `AMOUNT_TOO_PRECISE`, `OUT_OF_RANGE`,
/// `IN_THE_PAST`, and `BEGINS_TOO_EARLY` where a later price is planned already.
pub async fn set_price(tx: &OrgTx, input: SetPrice) -> Result<price::Model, Failure> {
    let SetPrice {
        variant_id,
        amount,
        is_tax_inclusive,
        valid_from,
    } = input;
    let (product, variant) = of_variant(tx, "variantId", variant_id).await?;
    let by = actor::employee(tx)?;
    let mut problems = Problems::default();
    let amount = problems.take(amount.check("price", 0));
    let from = problems.take(window::from_now(tx, "validFrom", valid_from));
    problems.into_result()?;
    let (Some(amount), Some(from)) = (amount, from) else {
        return Err(crate::changes::incomplete());
    };
    let wanted = Wanted {
        amount,
        is_tax_inclusive,
        from,
        by,
    };

    // Of these there is at most one that has begun by then, because windows do not overlap.
    let later = Condition::all()
        .add(Column::VariantId.eq(variant.id))
        .add(Column::Currency.eq(amount.currency.code()))
        .add(
            Condition::any()
                .add(Column::ValidTo.is_null())
                .add(Column::ValidTo.gt(from)),
        );
    let mut others = tx
        .load_entailed::<EditProduct, price::Entity>(&product, later)
        .await?;
    others.sort_unstable_by_key(|price| price.valid_from);
    if let Some(planned) = others.last().filter(|price| price.valid_from > from) {
        return Err(Problem::at("validFrom", Code::BeginsTooEarly)
            .with("after", crate::moment(planned.valid_from))
            .into());
    }
    match others.pop() {
        Some(same) if wanted.is(&same) && same.valid_to.is_none() => Ok(same.clone()),
        Some(same) if same.valid_from == from => wanted.correct(tx, same).await,
        current => wanted.follow(tx, &product, variant.id, current).await,
    }
}

/// A price that was checked.
struct Wanted {
    amount: Money,
    is_tax_inclusive: bool,
    from: DateTime<Utc>,
    by: EmployeeId,
}

type Locked = Granted<Consequence<EditProduct, price::Entity>>;

impl Wanted {
    fn is(&self, price: &price::Model) -> bool {
        price.amount_minor == self.amount.minor && price.is_tax_inclusive == self.is_tax_inclusive
    }

    /// Puts another amount into a price that begins at the same moment and so was valid for no time yet.
    async fn correct(self, tx: &OrgTx, price: Locked) -> Result<price::Model, Failure> {
        let before = told(&price)?;
        let price = tx
            .update(price, |row| {
                row.amount_minor = Set(self.amount.minor);
                row.is_tax_inclusive = Set(self.is_tax_inclusive);
                row.valid_to = Set(None);
                row.set_by_employee_id = Set(self.by);
            })
            .await?;
        let event = NewEvent::new(EventAction::PriceSet, price.id);
        tx.emit(event.before(before).after(told(&price)?)).await?;
        Ok(price)
    }

    /// Ends the current price, if there is one, and begins the new one.
    async fn follow(
        self,
        tx: &OrgTx,
        product: &Granted<EditProduct>,
        variant: VariantId,
        current: Option<Locked>,
    ) -> Result<price::Model, Failure> {
        let mut before = None;
        if let Some(current) = current {
            before = Some(told(&current)?);
            tx.update(current, |row| row.valid_to = Set(Some(self.from)))
                .await?;
        }
        let row = price::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            variant_id: Set(variant),
            currency: Set(self.amount.currency.code().to_owned()),
            amount_minor: Set(self.amount.minor),
            is_tax_inclusive: Set(self.is_tax_inclusive),
            valid_from: Set(self.from),
            valid_to: Set(None),
            set_by_employee_id: Set(self.by),
            created_at: Set(tx.now()),
        };
        let price = tx.create_from::<EditProduct, price::Entity>(product, row).await?;
        let mut event = NewEvent::new(EventAction::PriceSet, price.id).after(told(&price)?);
        if let Some(before) = before {
            event = event.before(before);
        }
        tx.emit(event).await?;
        Ok(price)
    }
}
