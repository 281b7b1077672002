//! A balance that pays for orders.

use crate::{
    DateTime, Employee, GiftCardKind, GiftCardUse, Money, OrgView, Organization,
    base::{connection, fault, page_arguments, position},
    connection_cost,
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, Object, Result};
use entities::gift_card;

/// A balance that pays for orders.
#[derive(Clone, Debug)]
pub struct GiftCard {
    view: OrgView,
    row: gift_card::Model,
}

impl GiftCard {
    /// A gift card the actor may see.
    pub const fn new(view: OrgView, row: gift_card::Model) -> Self {
        Self { view, row }
    }

    fn money(&self, minor: i64) -> Result<Money> {
        Money::stored(Some(minor), Some(&self.row.currency))
            .ok_or_else(|| "a gift card without a known currency".into())
    }
}

/// A balance that pays for orders: a means of payment, not a discount. Those who issue cards and those who account for
/// them see them; whoever holds a card knows its code.
#[Object]
impl GiftCard {
    /// The gift card's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The last four characters of its code. The code itself is shown once, by `issueGiftCard`.
    async fn code_ending(&self) -> &str {
        &self.row.code_ending
    }
    /// Where it comes from.
    async fn kind(&self) -> GiftCardKind {
        self.row.kind.into()
    }
    /// What it was issued with.
    async fn initial_amount(&self) -> Result<Money> {
        self.money(self.row.initial_minor)
    }
    /// What is left.
    async fn balance(&self) -> Result<Money> {
        self.money(self.row.balance_minor)
    }
    /// Who issued it.
    async fn issued_by(&self) -> Result<Option<Employee>> {
        let row = self
            .view
            .load(EmployeeById(self.row.issued_by_employee_id))
            .await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// When it ends; null: never.
    async fn expires_at(&self) -> Option<DateTime> {
        self.row.expires_at.map(DateTime)
    }
    /// Whether it is switched on.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }
    /// What it was issued for.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }
    /// What it paid, the latest first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn uses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<GiftCardUseConnection> {
        let page = page_arguments("usedAt", first, after, last, before)?;
        let total = ctx.look_ahead().field("totalCount").exists();
        let slice = reads::gift_card_uses_of_card(self.view.scope().await?, self.row.id, &page, total)
            .await
            .map_err(fault)?;
        Ok(GiftCardUseConnection::new(slice.map(|row| {
            let cursor = position("usedAt", row.used_at, row.id);
            (
                cursor,
                GiftCardUse::new(self.view.clone(), row, &self.row.currency),
            )
        })))
    }
    /// Counts changes.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was issued.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of what a gift card paid.
    GiftCardUseConnection,
    /// What a gift card paid once, and its position in the list.
    GiftCardUseEdge,
    GiftCardUse
}

connection! {
    /// A page of gift cards.
    GiftCardConnection,
    /// A gift card and its position in the list.
    GiftCardEdge,
    GiftCard
}
