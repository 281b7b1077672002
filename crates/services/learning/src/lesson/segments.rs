//! Which seconds of a video were watched: a union of intervals, so that nothing counts twice.

use serde_json::{Value, json};

/// From one second up to, and not including, another.
pub(super) type Segment = (i32, i32);

/// The union of segments, cut to the length of the video, in order and without gaps of nothing between them.
pub(super) fn union(segments: impl IntoIterator<Item = Segment>, length: i32) -> Vec<Segment> {
    let mut cut: Vec<Segment> = segments
        .into_iter()
        .map(|(from, to)| (from.max(0), to.min(length)))
        .filter(|(from, to)| from < to)
        .collect();
    cut.sort_unstable();
    let mut merged: Vec<Segment> = Vec::with_capacity(cut.len());
    for (from, to) in cut {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(_) | None => merged.push((from, to)),
        }
    }
    merged
}

/// How many different seconds there are.
pub(super) fn seconds(merged: &[Segment]) -> i32 {
    merged.iter().map(|(from, to)| to - from).sum()
}

/// The form that is stored.
pub(super) fn written(merged: &[Segment]) -> Value {
    merged.iter().map(|(from, to)| json!([from, to])).collect()
}

/// Reads the form that is stored.
pub(super) fn read(stored: &Value) -> Vec<Segment> {
    serde_json::from_value(stored.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counts_twice() {
        let once = union([(0, 400), (300, 600)], 600);
        assert_eq!((once.as_slice(), seconds(&once)), ([(0, 600)].as_slice(), 600));
        let again = union(once.iter().copied().chain([(0, 400), (300, 600)]), 600);
        assert_eq!(again, once);
    }

    #[test]
    fn segments_are_cut_sorted_and_joined() {
        assert_eq!(union([(50, 60), (10, 20), (20, 30)], 55), [(10, 30), (50, 55)]);
        assert_eq!(union([(700, 900), (5, 5), (9, 3)], 600), []);
        assert_eq!(union([(-10, 5), (0, i32::MAX)], 600), [(0, 600)]);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let merged = union([(0, 10), (20, 30)], 600);
        assert_eq!(written(&merged), json!([[0, 10], [20, 30]]));
        assert_eq!(read(&written(&merged)), merged);
        assert_eq!(read(&json!("nonsense")), []);
    }
}
