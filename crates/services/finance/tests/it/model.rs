//! Random days against a second, slower calculation in decimals: what was sold, shared, refunded and paid has to agree
//! to the cent after every step, and the books have to be in balance.
//!
//! `FINANCE_MODEL_STEPS` makes it longer.

use crate::world::{Paid, World, in_every_world};
use chrono::Duration;
use entities::{earning, ledger_account::AccountCode, ledger_posting, payout, revenue};
use kernel::{AttributionId, EmployeeId, OrderLineId, ProductId};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, HashMap};

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

fn half_up(amount: Decimal) -> i64 {
    amount
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .try_into()
        .unwrap()
}

/// Largest remainder in decimals: parts of `amount` by weight; ties to the larger weight, then to the earlier.
fn divide(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i64 = weights.iter().sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<Decimal> = weights
        .iter()
        .map(|weight| Decimal::from(amount) * Decimal::from(*weight) / Decimal::from(whole))
        .collect();
    // A quotient of decimals is cut after 28 digits; numerators decide exactly.
    let floors: Vec<i64> = weights
        .iter()
        .map(|weight| i64::try_from(i128::from(amount) * i128::from(*weight) / i128::from(whole)).unwrap())
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| {
        let rest = exact[*index] - Decimal::from(floors[*index]);
        (std::cmp::Reverse((rest, weights[*index])), *index)
    });
    let mut parts = floors;
    let left = amount - parts.iter().sum::<i64>();
    for index in order.into_iter().take(usize::try_from(left).unwrap()) {
        parts[index] += 1;
    }
    parts
}

/// What the model knows of a line.
struct Line {
    gross: i64,
    refunded: i64,
    fees: [i64; 3],
    /// Per attribution, then the organization.
    parts: Vec<i64>,
    who: Vec<(AttributionId, EmployeeId)>,
}

#[derive(Default)]
struct Model {
    lines: HashMap<OrderLineId, Line>,
    paid: BTreeMap<EmployeeId, i64>,
}

struct Share {
    id: AttributionId,
    employee: EmployeeId,
    ppm: i64,
}

const RATES: [i64; 3] = [50_000, 30_000, 80_000];

impl Model {
    fn sell(&mut self, id: OrderLineId, gross: i64, shares: &[Share]) {
        let fees =
            RATES.map(|rate| half_up(Decimal::from(gross) * Decimal::from(rate) / Decimal::from(1_000_000)));
        let net = gross - fees.iter().sum::<i64>();
        let mut weights: Vec<i64> = shares.iter().map(|share| share.ppm).collect();
        weights.push(1_000_000 - weights.iter().sum::<i64>());
        let line = Line {
            gross,
            refunded: 0,
            fees,
            parts: divide(net, &weights),
            who: shares.iter().map(|share| (share.id, share.employee)).collect(),
        };
        self.lines.insert(id, line);
    }

    /// What everybody has earned, less what is exactly theirs of the refunds; a cent either way while a line is
    /// refunded in part.
    fn earned(&self) -> BTreeMap<EmployeeId, (Decimal, i64)> {
        let mut earned: BTreeMap<EmployeeId, (Decimal, i64)> = BTreeMap::new();
        for line in self.lines.values() {
            for ((_, employee), amount) in line.who.iter().zip(&line.parts) {
                let (sum, cents) = earned.entry(*employee).or_default();
                let kept = if line.gross == 0 {
                    Decimal::ZERO
                } else {
                    Decimal::from(line.gross - line.refunded) / Decimal::from(line.gross)
                };
                *sum += Decimal::from(*amount) * kept;
                if line.refunded != 0 && line.refunded != line.gross {
                    *cents += 2;
                }
            }
        }
        earned
    }
}

#[tokio::test]
async fn random_days_agree_with_a_second_calculation() {
    in_every_world(|world: World| async move {
        let steps = std::env::var("FINANCE_MODEL_STEPS")
            .ok()
            .and_then(|text| text.parse().ok());
        // A commit takes longer on a server.
        let few = match world.store().engine() {
            store::Engine::Sqlite => 300,
            store::Engine::Postgres => 100,
        };
        run(&world, steps.unwrap_or(few)).await;
    })
    .await;
}

async fn run(world: &World, steps: u64) {
    world.usual_fees().await;
    let mut dice = Dice(0x2026_0314_dead_beef);
    let mut model = Model::default();
    let mut employees = Vec::new();
    for name in ["cora", "dino", "kim"] {
        employees.push(world.creator(name).await);
    }
    let products = [world.product("p").await, world.product("q").await];
    let mut shares: HashMap<ProductId, Vec<Share>> = HashMap::new();
    for product in products {
        let mut own = Vec::new();
        for (employee, percent) in employees.iter().zip([60, 20, 5]) {
            world.pass(Duration::seconds(1));
            let made = world
                .share(product, *employee, &percent.to_string())
                .await
                .unwrap();
            own.push(Share {
                id: made.id,
                employee: *employee,
                ppm: percent * 10_000,
            });
        }
        shares.insert(product, own);
    }
    let mut sold: Vec<Paid> = Vec::new();
    for step in 0..steps {
        world.pass(Duration::seconds(1));
        match dice.roll(10) {
            0..=4 => {
                let mut lines = Vec::new();
                for _ in 0..=dice.roll(2) {
                    let product = products[usize::try_from(dice.roll(2)).unwrap()];
                    let most = if dice.roll(4) == 0 { 30 } else { 30_000 };
                    let gross = dice.roll(most);
                    lines.push((product, gross, half_up(Decimal::new(gross * 22, 2))));
                }
                let total: i64 = lines.iter().map(|(_, net, tax)| net + tax).sum();
                let paid = world.sell("EUR", dice.roll(total + 1), &lines).await;
                for (line, (product, gross, _)) in paid.1.iter().zip(&lines) {
                    if *gross != 0 {
                        model.sell(line.id, *gross, &shares[product]);
                    }
                }
                sold.push(paid);
            }
            5..=7 if !sold.is_empty() => {
                let which = usize::try_from(dice.roll(i64::try_from(sold.len()).unwrap())).unwrap();
                let paid = &sold[which];
                let index = usize::try_from(dice.roll(i64::try_from(paid.1.len()).unwrap())).unwrap();
                let Some(line) = model.lines.get_mut(&paid.1[index].id) else {
                    continue;
                };
                let left = line.gross - line.refunded;
                let amount = if dice.roll(3) == 0 {
                    left
                } else {
                    dice.roll(left + 1)
                };
                if amount == 0 {
                    continue;
                }
                world
                    .refund(paid, index, (amount, 0), dice.roll(amount + 1))
                    .await
                    .unwrap();
                line.refunded += amount;
            }
            8 => {
                let run = world.pay_out(Some("20"), &format!("run {step}")).await.unwrap();
                for payout in &run.payouts {
                    *model.paid.entry(payout.employee_id).or_default() += payout.amount_minor;
                    assert!(payout.amount_minor >= 2_000);
                }
            }
            _ => {
                let product = products[usize::try_from(dice.roll(2)).unwrap()];
                let own = shares.get_mut(&product).unwrap();
                let index = usize::try_from(dice.roll(3)).unwrap();
                let others: i64 = own.iter().map(|share| share.ppm).sum::<i64>() - own[index].ppm;
                let ppm = 1 + dice.roll(1_000_000 - others);
                world.pass(Duration::seconds(1));
                let text = kernel::percent(ppm).to_string();
                let changed = world.change(own[index].id, &text, None).await.unwrap();
                // The new one is the youngest now.
                let employee = own.remove(index).employee;
                own.push(Share {
                    id: changed.begun.id,
                    employee,
                    ppm,
                });
            }
        }
        if step % 25 == 0 {
            check(world, &model).await;
        }
    }
    check(world, &model).await;
}

async fn check(world: &World, model: &Model) {
    let postings = world.all::<ledger_posting::Entity>().await;
    assert_eq!(
        postings.iter().map(|posting| posting.amount_minor).sum::<i64>(),
        0
    );
    let (debit, credit) = world.trial("EUR").await;
    assert_eq!(debit, credit);

    let revenues = world.all::<revenue::Entity>().await;
    let earnings = world.all::<earning::Entity>().await;
    let mut processing = 0;
    for (id, line) in &model.lines {
        let mut of_line: Vec<_> = revenues.iter().filter(|row| row.order_line_id == *id).collect();
        of_line.sort_by_key(|row| row.position);
        let sale = of_line[0];
        processing += sale.processing_fee_minor;
        assert_eq!(
            [
                sale.platform_fee_minor,
                sale.processing_fee_minor,
                sale.withholding_minor
            ],
            line.fees
        );
        assert_eq!(sale.organization_minor, *line.parts.last().unwrap());
        let left = line.gross - line.refunded;
        assert_eq!(of_line.iter().map(|row| row.gross_minor).sum::<i64>(), left);
        for row in &of_line {
            let fees = row.platform_fee_minor + row.processing_fee_minor + row.withholding_minor;
            assert_eq!(row.gross_minor, fees + row.net_minor);
            let shared: i64 = earnings
                .iter()
                .filter(|earning| earning.revenue_id == row.id)
                .map(|earning| earning.amount_minor)
                .sum();
            assert_eq!(row.net_minor, shared + row.organization_minor);
        }
        for ((attribution, _), amount) in line.who.iter().zip(&line.parts) {
            let own: Vec<i64> = of_line
                .iter()
                .flat_map(|row| {
                    earnings
                        .iter()
                        .filter(move |earning| earning.revenue_id == row.id)
                })
                .filter(|earning| earning.attribution_id == *attribution)
                .map(|earning| earning.amount_minor)
                .collect();
            assert_eq!(own[0], *amount);
            // Nothing is taken back twice, and nothing is left when all is given back.
            let rest: i64 = own.iter().sum();
            assert!(own[1..].iter().all(|amount| *amount <= 0) && rest >= 0);
            if line.refunded == line.gross {
                assert_eq!(rest, 0);
            }
        }
    }
    assert_eq!(world.balance(AccountCode::ProcessingFee, "EUR").await, processing);

    let payouts = world.all::<payout::Entity>().await;
    for (employee, (exact, cents)) in model.earned() {
        let own = earnings.iter().filter(|earning| earning.employee_id == employee);
        let total: i64 = own.clone().map(|earning| earning.amount_minor).sum();
        assert!(
            (Decimal::from(total) - exact).abs() <= Decimal::from(cents),
            "{total} {exact}"
        );
        let paid = model.paid.get(&employee).copied().unwrap_or_default();
        assert_eq!(world.owed(employee, "EUR").await, total - paid);
        for payout in payouts.iter().filter(|payout| payout.employee_id == employee) {
            let linked = own.clone().filter(|earning| earning.payout_id == Some(payout.id));
            assert_eq!(
                linked.map(|earning| earning.amount_minor).sum::<i64>(),
                payout.amount_minor
            );
        }
    }
}
