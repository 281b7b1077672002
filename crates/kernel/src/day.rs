//! Calendar days where somebody lives: they begin and end by the clock on the wall there.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The calendar day of a moment in a time zone. An unknown zone counts as UTC.
pub fn day_in(zone: &str, moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&known(zone)).date_naive()
}

/// The first moment after a calendar day in a time zone: whatever is valid through the day is not valid any more then.
pub fn end_of_day(zone: &str, day: NaiveDate) -> Option<DateTime<Utc>> {
    let zone = known(zone);
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    // Where clocks are put forward at midnight, the day begins later than that.
    (0..=8)
        .filter_map(|quarters| midnight.checked_add_signed(TimeDelta::minutes(15 * quarters)))
        .find_map(|begin| zone.from_local_datetime(&begin).earliest())
        .map(|begin| begin.with_timezone(&Utc))
}

/// The same day of the month so many months later, or the last day of a month that is too short for it.
pub fn months_later(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

fn known(zone: &str) -> Tz {
    zone.parse().unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn months_end_on_the_last_day_there_is() {
        for (from, months, to) in [
            ("2026-01-31", 12, "2027-01-31"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-01-31", 1, "2026-02-28"),
        ] {
            assert_eq!(months_later(day(from), months), Some(day(to)));
        }
    }

    #[test]
    fn days_end_by_the_local_clock() {
        let ends = |zone, at| end_of_day(zone, day(at)).unwrap();
        assert_eq!(
            ends("Europe/Ljubljana", "2027-01-31"),
            moment("2027-01-31T23:00:00Z")
        );
        assert_eq!(
            ends("Europe/Ljubljana", "2026-07-31"),
            moment("2026-07-31T22:00:00Z")
        );
        assert_eq!(ends("UTC", "2027-01-31"), moment("2027-02-01T00:00:00Z"));
        // Midnight of 2018-11-04 did not exist in São Paulo.
        assert_eq!(
            ends("America/Sao_Paulo", "2018-11-03"),
            moment("2018-11-04T03:00:00Z")
        );
        assert_eq!(
            day_in("Europe/Ljubljana", moment("2027-01-31T22:59:59Z")),
            day("2027-01-31")
        );
        assert_eq!(
            day_in("Europe/Ljubljana", moment("2027-01-31T23:00:00Z")),
            day("2027-02-01")
        );
    }
}
