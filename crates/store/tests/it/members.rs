//! Many members with everything that makes paging hard: equal names, equal moments, names that sort differently in
//! different collations, moments that are written with different numbers of digits.

use crate::{database::START, person::Person, tenant::Tenant};
use chrono::{DateTime, Duration, Utc};
use entities::{member, profile, user};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait,
};

/// Upper and lower case, accents composed and decomposed, other scripts, emoji, quotes and the wildcards of LIKE.
const NAMES: &[&str] = &[
    "anna",
    "Anna",
    "ANNA",
    "\u{c5}nna",
    "A\u{30a}nna",
    "\u{e9}mile",
    "Emile",
    "emile",
    "\u{17d}iga",
    "\u{17e}iga",
    "ziga",
    "Zoe",
    "Zo\u{eb}",
    "Zoe\u{308}",
    "stra\u{df}e",
    "strasse",
    "\u{130}stanbul",
    "Istanbul",
    "O'Neil \"Max\" \\ %_",
    "O Neil",
    " Anna",
    "Anna B",
    "Annab",
    "\u{1f98a}",
    "\u{1f98a} Fox",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "\u{65e5}\u{672c}",
    "\u{ffe6}",
];

/// From no fraction to six digits of it, and across a second, a day and the year in which the seconds were negative.
fn moments() -> Vec<DateTime<Utc>> {
    let start: DateTime<Utc> = START.parse().unwrap();
    [
        0,
        1,
        10,
        1000,
        123_456,
        500_000,
        999_999,
        1_000_000,
        86_400_000_000,
        -1,
        -2_000_000_000_000_000,
    ]
    .into_iter()
    .map(|micros| start + Duration::microseconds(micros))
    .collect()
}

/// How many members there are besides the owner.
pub(crate) const MANY: usize = 250;

/// Plants them and gives all members of the organization back, the owner included.
pub(crate) async fn plant_many(connection: &impl ConnectionTrait, tenant: &Tenant) -> Vec<member::Model> {
    let people: Vec<Person> = (0..MANY).map(|_| Person::new()).collect();
    let moments = moments();
    let members: Vec<member::Model> = people
        .iter()
        .enumerate()
        .map(|(place, person)| member::Model {
            display_name: NAMES[place * 7 % NAMES.len()].to_owned(),
            joined_at: moments[place * 5 % moments.len()],
            access_role: entities::member::AccessRole::Member,
            ..tenant.member_of(person)
        })
        .collect();
    plant_all(
        connection,
        people.iter().map(Person::user).collect::<Vec<user::Model>>(),
    )
    .await;
    plant_all(
        connection,
        people
            .iter()
            .map(Person::profile)
            .collect::<Vec<profile::Model>>(),
    )
    .await;
    plant_all(connection, members.clone()).await;
    let mut all = members;
    all.push(member::Model {
        id: tenant.member,
        ..tenant.member_of(&tenant.owner)
    });
    all
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test plants what no command would write"
)]
async fn plant_all<M>(connection: &impl ConnectionTrait, rows: Vec<M>)
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior,
{
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    M::Entity::insert_many(rows)
        .exec_without_returning(connection)
        .await
        .unwrap();
}
