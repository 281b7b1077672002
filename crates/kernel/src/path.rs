//! Places in the lists of an input, for the paths of problems.

use crate::Problem;

/// The names of places in a list, as far as any list of an input may go.
const PLACES: [&str; 50] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35",
    "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49",
];

/// Puts a problem at a place of a list: `lines`, `3`, and whatever path it had.
pub fn within(list: &'static str, place: usize, mut problem: Problem) -> Problem {
    let mut field = vec![list];
    field.extend(PLACES.get(place));
    field.append(&mut problem.field);
    problem.field = field;
    problem
}
