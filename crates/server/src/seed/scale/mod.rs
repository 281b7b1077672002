//! A large database made up row by row, the same for the same scale: for measuring, never for use.
//!
//! Everything here writes rows and not commands: two hundred thousand orders placed one by one would take an hour. What
//! the rows say is still what the commands would have written: amounts come from the same arithmetic, and the books are
//! balanced by the database as always. What is left out is the log, because nothing has happened.

mod books;
mod courses;
mod learning;
mod maker;
mod people;
mod sales;
mod size;

pub use size::Size;

use anyhow::Context;
use identity::{PasswordCost, Passwords};
use indicatif::ProgressBar;
use kernel::SystemRandom;
use maker::Maker;
use store::Store;

/// The password of every made-up user.
pub const PASSWORD: &str = "measured and found fast";

/// Fills an empty database. The bar moves by one for each organization and each part of it.
pub async fn grow(store: &Store, size: Size, bar: &ProgressBar) -> anyhow::Result<()> {
    anyhow::ensure!(
        super::is_empty(store).await?,
        "this database is in use: --scale needs an empty one, because nothing of it is meant to be kept; \
         name another with --database-url"
    );
    bar.set_length(size.organizations() * 4 + 1);
    bar.set_message("users");
    let hash = Passwords::new(PasswordCost::default())?
        .hash(PASSWORD, &SystemRandom)
        .await?;
    let mut maker = Maker::new();
    let users = people::users(store, &mut maker, size, &hash).await?;
    bar.inc(1);
    for number in 0..size.organizations() {
        bar.set_message(format!("organization {}", number + 1));
        Box::pin(organization(store, &mut maker, size, number, &users, bar))
            .await
            .with_context(|| format!("organization {}", number + 1))?;
    }
    Ok(())
}

async fn organization(
    store: &Store,
    maker: &mut Maker,
    size: Size,
    number: u64,
    users: &[people::Person],
    bar: &ProgressBar,
) -> anyhow::Result<()> {
    let house = people::organization(store, maker, size, number, users).await?;
    bar.inc(1);
    let courses = courses::courses(store, maker, &house).await?;
    bar.inc(1);
    learning::enrollments(store, maker, &house, &courses).await?;
    bar.inc(1);
    sales::orders(store, maker, &house, &courses).await?;
    bar.inc(1);
    Ok(())
}
