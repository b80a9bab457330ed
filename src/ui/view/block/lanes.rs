//! Where blocks of one column stand beside each other, as numbers: nothing that is booked is hidden behind another.
//!
//! Blocks that share time stand side by side; a block alone is as wide as the column, and one with room at its right takes
//! it. What fits into the developing time of another lies within that one, set in from its left, so that both are read.

use crate::time::MinuteSpan;
use crate::ui::pixels::of_count;

/// Where a block stands between the left (0) and the right (1) of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// Whether it lies within the developing time of another.
    pub within: bool,
}

/// How far a block within another is set in, of the other's width.
const SET_IN: f32 = 0.3;

/// The places of blocks, in their order: what each takes of the column's time, and in which stretches it leaves room.
pub fn places(blocks: &[(MinuteSpan, &[MinuteSpan])]) -> Vec<Place> {
    let hosts = hosts(blocks);
    let spans: Vec<MinuteSpan> = blocks.iter().map(|(span, _)| *span).collect();
    let whole = Place {
        left: 0.0,
        right: 1.0,
        within: false,
    };
    let mut places = vec![whole; spans.len()];
    side_by_side(&spans, &hosts, None, whole, &mut places);
    for host in 0..spans.len() {
        if !hosts.contains(&Some(host)) {
            continue;
        }
        let Some(around) = places.get(host).copied() else {
            continue;
        };
        let inside = Place {
            left: around.left + (around.right - around.left) * SET_IN,
            right: around.right,
            within: true,
        };
        side_by_side(&spans, &hosts, Some(host), inside, &mut places);
    }
    places
}

/// In whose developing time each block lies.
fn hosts(blocks: &[(MinuteSpan, &[MinuteSpan])]) -> Vec<Option<usize>> {
    let leaves_room = |span: MinuteSpan| {
        let holds = |(_, free): &(MinuteSpan, &[MinuteSpan])| free.iter().any(|free| free.contains_span(span));
        blocks.iter().position(holds)
    };
    // One that leaves room itself is no guest: its own guests would be set in twice.
    let host = |(span, free): &(MinuteSpan, &[MinuteSpan])| leaves_room(*span).filter(|_| free.is_empty());
    blocks.iter().map(host).collect()
}

/// Puts the guests of one host (or of the column) beside each other between two edges.
fn side_by_side(spans: &[MinuteSpan], hosts: &[Option<usize>], host: Option<usize>, room: Place, places: &mut [Place]) {
    let mut order: Vec<(usize, MinuteSpan)> = spans
        .iter()
        .copied()
        .enumerate()
        .filter(|(n, _)| hosts.get(*n) == Some(&host))
        .collect();
    order.sort_by_key(|(n, span)| (span.from, std::cmp::Reverse(span.to), *n));
    let mut group: Vec<(usize, MinuteSpan, usize)> = Vec::new();
    for (n, span) in order {
        if group.iter().all(|(_, other, _)| other.to <= span.from) {
            settle(&group, room, places);
            group.clear();
        }
        let taken = |lane: &usize| group.iter().any(|(_, other, at)| at == lane && other.to > span.from);
        let lane = (0..).find(|lane| !taken(lane)).unwrap_or_default();
        group.push((n, span, lane));
    }
    settle(&group, room, places);
}

/// Gives a group of blocks that share time, directly or through others, its places.
fn settle(group: &[(usize, MinuteSpan, usize)], room: Place, places: &mut [Place]) {
    let lanes = group.iter().map(|(.., lane)| lane + 1).max().unwrap_or(1);
    let width = (room.right - room.left) / of_count(lanes);
    for (n, span, lane) in group {
        let next = group
            .iter()
            .filter(|(_, other, at)| at > lane && other.overlaps(*span))
            .map(|(.., at)| *at)
            .min()
            .unwrap_or(lanes);
        if let Some(place) = places.get_mut(*n) {
            *place = Place {
                left: room.left + width * of_count(*lane),
                right: room.left + width * of_count(next),
                within: room.within,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Minutes;

    fn span(from: i32, to: i32) -> MinuteSpan {
        MinuteSpan::new(Minutes::new(from), Minutes::new(to))
    }

    #[track_caller]
    fn check(blocks: &[(MinuteSpan, &[MinuteSpan])], expected: &[(f32, f32)]) {
        let edges: Vec<(f32, f32)> = places(blocks)
            .iter()
            .map(|place| {
                (
                    (place.left * 100.0).round() / 100.0,
                    (place.right * 100.0).round() / 100.0,
                )
            })
            .collect();
        assert_eq!(edges, expected);
    }

    #[test]
    fn a_block_alone_is_as_wide_as_its_column() {
        check(&[(span(0, 30), &[]), (span(30, 60), &[])], &[(0.0, 1.0), (0.0, 1.0)]);
    }

    #[test]
    fn blocks_that_share_time_stand_side_by_side() {
        check(&[(span(0, 30), &[]), (span(15, 45), &[])], &[(0.0, 0.5), (0.5, 1.0)]);
    }

    #[test]
    fn a_block_takes_the_room_at_its_right() {
        check(
            &[
                (span(0, 120), &[]),
                (span(0, 30), &[]),
                (span(0, 30), &[]),
                (span(60, 90), &[]),
            ],
            &[(0.0, 0.33), (0.33, 0.67), (0.67, 1.0), (0.33, 1.0)],
        );
    }

    #[test]
    fn what_fits_into_developing_time_lies_within_it() {
        let free = [span(30, 70)];
        check(&[(span(0, 90), &free), (span(35, 65), &[])], &[(0.0, 1.0), (0.3, 1.0)]);
        check(&[(span(0, 90), &free), (span(35, 75), &[])], &[(0.0, 0.5), (0.5, 1.0)]);
    }

    #[test]
    fn two_of_the_same_time_in_one_developing_time_share_its_room() {
        let free = [span(30, 70)];
        check(
            &[(span(0, 90), &free), (span(35, 65), &[]), (span(40, 70), &[])],
            &[(0.0, 1.0), (0.3, 0.65), (0.65, 1.0)],
        );
    }

    #[test]
    fn two_that_leave_room_at_the_same_time_do_not_hide_each_other() {
        let free = [span(30, 70)];
        check(&[(span(0, 90), &free), (span(0, 90), &free)], &[(0.0, 0.5), (0.5, 1.0)]);
    }
}
