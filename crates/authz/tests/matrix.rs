//! Who may do what, as a table that people review. A change of a role or of an action shows in the diff of the file.

use authz::permission_matrix;
use std::{env, fs, path::Path};

#[test]
fn the_permission_matrix_is_the_reviewed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix.txt");
    let current = permission_matrix();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &current).unwrap();
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    let changed: Vec<String> = diff(&reviewed, &current);
    assert!(
        changed.is_empty(),
        "who may do what has changed:\n{}\n\nIf that is meant, run `UPDATE_GOLDEN=1 cargo test -p authz` and have the \
         change of crates/authz/tests/matrix.txt reviewed.",
        changed.join("\n")
    );
    assert_eq!(reviewed, current, "the lines are the same, but in another order");
}

/// The lines that only one of the two has.
fn diff(before: &str, after: &str) -> Vec<String> {
    let missing = |from: &str, other: &str, sign: char| -> Vec<String> {
        from.lines()
            .filter(|line| !other.lines().any(|there| there == *line))
            .map(|line| format!("{sign} {line}"))
            .collect()
    };
    [missing(before, after, '-'), missing(after, before, '+')].concat()
}
