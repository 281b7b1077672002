//! A part of an amount, rounded half up: the only place where money is rounded.

use super::MoneyError;

/// `amount × part / whole`, rounded half up to the minor unit (rule m2).
///
/// A negative result is rounded half away from zero, so a refund of an amount mirrors the sale of it to the cent.
///
/// Of a `whole` of zero there are no parts. When `amount` or `part` is zero as well the answer is zero, because nothing
/// was asked for (the refund of a free line); otherwise it is [`MoneyError::OutOfRange`].
pub fn proportion(amount: i64, part: i64, whole: i64) -> Result<i64, MoneyError> {
    if amount == 0 || part == 0 {
        return Ok(0);
    }
    let rounded = half_up(i128::from(amount) * i128::from(part), i128::from(whole))?;
    i64::try_from(rounded).map_err(|_range| MoneyError::OutOfRange)
}

/// The quotient rounded half away from zero. Quotient and remainder are compared apart, because doubling the numerator
/// could leave `i128`.
fn half_up(numerator: i128, denominator: i128) -> Result<i128, MoneyError> {
    if denominator == 0 {
        return Err(MoneyError::OutOfRange);
    }
    let quotient = numerator / denominator;
    let rest = (numerator % denominator).abs();
    if rest * 2 < denominator.abs() {
        return Ok(quotient);
    }
    Ok(quotient + numerator.signum() * denominator.signum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (amount, part, whole, expected) in [
            (8_400, 3_333, 10_000, 2_800),
            (8_400, 6_666, 10_000, 5_599),
            (1, 1, 2, 1),
            (1, 1, 3, 0),
            (3, 1, 2, 2),
            (-1, 1, 2, -1),
            (-3, 1, 2, -2),
            (3, -1, 2, -2),
            (3, 1, -2, -2),
            (-3, -1, -2, -2),
            (-1, 1, 3, 0),
            (i64::MAX, i64::MAX, i64::MAX, i64::MAX),
            (i64::MIN, i64::MIN, i64::MIN, i64::MIN),
        ] {
            assert_eq!(
                proportion(amount, part, whole),
                Ok(expected),
                "{amount} × {part} / {whole}"
            );
        }
    }

    #[test]
    fn nothing_of_nothing_is_nothing_and_something_of_nothing_is_refused() {
        assert_eq!(proportion(0, 0, 0), Ok(0));
        assert_eq!(proportion(5, 0, 0), Ok(0));
        assert_eq!(proportion(0, 5, 0), Ok(0));
        assert_eq!(proportion(5, 5, 0), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(proportion(i64::MAX, 2, 1), Err(MoneyError::OutOfRange));
        assert_eq!(proportion(i64::MIN, -1, 1), Err(MoneyError::OutOfRange));
        assert_eq!(proportion(i64::MIN, i64::MIN, 1), Err(MoneyError::OutOfRange));
    }
}
