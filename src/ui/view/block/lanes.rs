//! Where blocks of one column stand beside each other, as numbers: nothing that is booked is hidden behind another.
//!
//! Blocks that share time stand side by side; a block alone is as wide as the column, and one with room at its right takes
//! it. What fits into the developing time of another lies within that one, set in from its left, so that both are read.

use crate::domain::rows::StaffId;
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

/// What a block takes of the time of its column.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// All that it blocks.
    pub span: MinuteSpan,
    /// The stretches in which it leaves room for another of the same hands.
    pub free: &'a [MinuteSpan],
    /// Whose hands.
    pub staff: Option<StaffId>,
}

/// How far a block within another is set in, of the other's width.
const SET_IN: f32 = 0.3;

/// The places of blocks, in their order.
pub fn places(blocks: &[Taken<'_>]) -> Vec<Place> {
    let hosts = hosts(blocks);
    let spans: Vec<MinuteSpan> = blocks.iter().map(|block| block.span).collect();
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
fn hosts(blocks: &[Taken<'_>]) -> Vec<Option<usize>> {
    let host = |guest: &Taken<'_>| {
        // One that leaves room itself is no guest: its own guests would be set in twice.
        let holds = |host: &Taken<'_>| {
            let room = host.free.iter().any(|free| free.contains_span(guest.span));
            room && host.staff == guest.staff && guest.free.is_empty()
        };
        blocks.iter().position(holds)
    };
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

    const ANN: i64 = 1;
    const BO: i64 = 2;

    /// From when to when, which minutes it leaves room, whose hands.
    type Case<'a> = (i32, i32, &'a [(i32, i32)], i64);

    /// Where blocks stand, in hundredths of the column.
    #[track_caller]
    fn check(blocks: &[Case<'_>], expected: &[(f32, f32)]) {
        let free: Vec<Vec<MinuteSpan>> = blocks
            .iter()
            .map(|(_, _, free, _)| free.iter().map(|(from, to)| span(*from, *to)).collect())
            .collect();
        let taken: Vec<Taken<'_>> = blocks
            .iter()
            .zip(&free)
            .map(|((from, to, _, staff), free)| Taken {
                span: span(*from, *to),
                free,
                staff: Some(StaffId::from(*staff)),
            })
            .collect();
        let hundredths = |edge: f32| (edge * 100.0).round();
        let edges: Vec<(f32, f32)> = places(&taken)
            .iter()
            .map(|place| (hundredths(place.left), hundredths(place.right)))
            .collect();
        assert_eq!(edges, expected);
    }

    #[test]
    fn a_block_alone_is_as_wide_as_its_column() {
        check(&[(0, 30, &[], ANN), (30, 60, &[], ANN)], &[(0.0, 100.0), (0.0, 100.0)]);
    }

    #[test]
    fn blocks_that_share_time_stand_side_by_side() {
        check(&[(0, 30, &[], ANN), (15, 45, &[], ANN)], &[(0.0, 50.0), (50.0, 100.0)]);
    }

    #[test]
    fn a_block_takes_the_room_at_its_right() {
        check(
            &[
                (0, 120, &[], ANN),
                (0, 30, &[], ANN),
                (0, 30, &[], ANN),
                (60, 90, &[], ANN),
            ],
            &[(0.0, 33.0), (33.0, 67.0), (67.0, 100.0), (33.0, 100.0)],
        );
    }

    #[test]
    fn what_fits_into_developing_time_lies_within_it() {
        let free = [(30, 70)];
        check(
            &[(0, 90, &free, ANN), (35, 65, &[], ANN)],
            &[(0.0, 100.0), (30.0, 100.0)],
        );
        check(
            &[(0, 90, &free, ANN), (35, 75, &[], ANN)],
            &[(0.0, 50.0), (50.0, 100.0)],
        );
    }

    #[test]
    fn the_developing_time_of_one_is_no_room_for_the_visit_of_another() {
        check(
            &[(0, 90, &[(30, 70)], ANN), (35, 65, &[], BO)],
            &[(0.0, 50.0), (50.0, 100.0)],
        );
    }

    #[test]
    fn two_of_the_same_time_in_one_developing_time_share_its_room() {
        check(
            &[(0, 90, &[(30, 70)], ANN), (35, 65, &[], ANN), (40, 70, &[], ANN)],
            &[(0.0, 100.0), (30.0, 65.0), (65.0, 100.0)],
        );
    }

    #[test]
    fn two_that_leave_room_at_the_same_time_do_not_hide_each_other() {
        let free = [(30, 70)];
        check(
            &[(0, 90, &free, ANN), (0, 90, &free, ANN)],
            &[(0.0, 50.0), (50.0, 100.0)],
        );
    }
}
