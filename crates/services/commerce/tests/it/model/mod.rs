//! Random days against a second calculation in decimals, from the cart to the payout: orders, refunds, gift cards, offers,
//! taxes, shares, fees and payouts in currencies of no, two and three decimals. After every operation what the product
//! answered has to be what the model says, and now and then everything that is stored.
//!
//! `MODEL_STEPS` and `MODEL_SEEDS` make it longer (`just model`). A failure names its seed and what was done last.

mod arithmetic;
mod buying;
mod check;
mod disputing;
mod earning;
mod giving_back;
mod opening;
mod state;

use crate::{
    till::Till,
    world::{World, in_every_world},
};
use authz::Actor;
use chrono::Duration;
use indicatif::{ProgressBar, ProgressStyle};
use state::State;
use std::collections::VecDeque;

/// How many operations a failure tells about.
const TOLD: usize = 12;

/// How often everything is looked at in a run.
const LOOKS: u64 = 20;

/// A small generator (splitmix64), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    /// From zero up to, and without, `sides`.
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.roll(i64::try_from(length).unwrap())).unwrap()
    }

    fn percent(&mut self, chance: i64) -> bool {
        self.roll(100) < chance
    }
}

/// One run: the product, the model, and chance.
struct Run {
    till: Till,
    state: State,
    dice: Dice,
    operator: Actor,
    buyers: Vec<Actor>,
    step: u64,
    seed: u64,
    told: VecDeque<String>,
}

impl Drop for Run {
    #[expect(clippy::print_stderr, reason = "whoever repeats a failure needs its seed")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {} differs after operation {}:", self.seed, self.step);
            for told in &self.told {
                eprintln!("  {told}");
            }
        }
    }
}

impl Run {
    fn tell(&mut self, what: String) {
        if self.told.len() == TOLD {
            self.told.pop_front();
        }
        self.told.push_back(format!("{}: {what}", self.step));
    }

    /// A key that nobody has used.
    fn key(&self) -> String {
        format!("step {}", self.step)
    }

    async fn act(&mut self) {
        self.till.world().pass(Duration::seconds(1));
        match self.dice.roll(111) {
            0..=44 => self.place().await,
            45..=55 => self.settle().await,
            56..=57 => self.cancel().await,
            58..=76 => self.refund().await,
            77..=82 => self.change_share().await,
            83..=84 => self.change_fees().await,
            85..=86 => self.change_tax().await,
            87..=88 => self.change_price().await,
            89..=92 => self.issue().await,
            93..=95 => self.pay_out().await,
            96 => self.offer().await,
            97 => self.reconcile().await,
            98 => self.capture_late().await,
            99..=102 => self.dispute().await,
            103..=106 => self.decide().await,
            107..=109 => self.come_back().await,
            _ => {
                let hours = 1 + self.dice.roll(30);
                self.tell(format!("{hours} hours pass"));
                self.till.world().pass(Duration::hours(hours));
            }
        }
    }
}

#[tokio::test]
async fn random_days_agree_with_a_second_calculation() {
    let seeds = std::env::var("MODEL_SEEDS").unwrap_or_else(|_unset| "1".to_owned());
    let seeds: Vec<u64> = seeds
        .split(',')
        .map(|seed| seed.trim().parse().unwrap())
        .collect();
    for seed in seeds {
        in_every_world(move |world: World| async move {
            let steps = std::env::var("MODEL_STEPS")
                .ok()
                .and_then(|text| text.parse().ok());
            // A commit takes longer on a server.
            let few = match world.store().engine() {
                store::Engine::Sqlite => 500,
                store::Engine::Postgres => 150,
            };
            run(world, seed, steps.unwrap_or(few)).await;
        })
        .await;
    }
}

async fn run(world: World, seed: u64, steps: u64) {
    let bar = ProgressBar::new(steps);
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {per_sec} {elapsed}").unwrap();
    bar.set_style(style);
    bar.set_message(format!("seed {seed}"));
    let mut run = Run::open(world, seed).await;
    while run.step < steps {
        run.step += 1;
        run.act().await;
        if run.step.is_multiple_of((steps / LOOKS).max(50)) {
            run.check().await;
        }
        bar.inc(1);
    }
    run.check().await;
    bar.finish();
}
