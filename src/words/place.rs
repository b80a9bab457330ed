//! How often a time is free, for the grid in which one is found.

use super::dates::{start, time, weekday_day_and_month};
use crate::domain::values::ClockFace;
use crate::time::{Civil, Day, TimeOfDay};

/// "50/52"
pub fn often(free: u16, dates: u16) -> String {
    format!("{free}/{dates}")
}

/// "Bo on 52, Ann on 16": who is behind a time with anyone, most often free first, who is taken therefore; of a single date "Bo,
/// Ann".
pub fn by_whom(free: &[(&str, u16)], dates: u16) -> String {
    const MOST: usize = 4;
    let one = |(name, free): &(&str, u16)| match dates {
        1 => (*name).to_owned(),
        _ => format!("{name} on {free}"),
    };
    let mut says: Vec<String> = free.iter().take(MOST).map(one).collect();
    if free.len() > MOST {
        says.push(format!("{} more", free.len() - MOST));
    }
    says.join(", ")
}

/// What is said of the time that stands in the form.
pub const PRESENT: &str = "as it is now";

/// "Tue 5 Jan 2027 at 10:00, free on 50 of 52 dates"; of a single date "Tue 5 Jan 2027 at 10:00, free".
pub fn name(first: Day, time: TimeOfDay, free: u16, dates: u16, face: ClockFace) -> String {
    let when = start(first.at(time), face);
    match dates {
        1 => format!("{when}, free"),
        _ => format!("{when}, free on {free} of {dates} dates"),
    }
}

/// What the numbers of the grid say, and the frame where there is one.
pub fn legend(dates: u16, is_framed: bool) -> String {
    let numbers = match dates {
        0 | 1 => "Whether it is free then. A click takes day, time and stylist".to_owned(),
        dates => format!("On how many of the next {dates} dates it is free. A click takes day, time and stylist"),
    };
    if is_framed {
        format!("{numbers}. The frame is where it is now")
    } else {
        numbers
    }
}

/// "16:30 is free", "Tue 5 Jan 16:30 is free" on another day: instead of a date that clashes.
pub fn nearest(at: Civil, instead_of: Day, face: ClockFace) -> String {
    let time = time(at.time, face);
    if at.day == instead_of {
        format!("{time} is free")
    } else {
        format!("{} {time} is free", weekday_day_and_month(at.day))
    }
}

/// "Take the nearest free times": the button for all that clash.
pub fn take_nearest(count: usize) -> &'static str {
    if count == 1 {
        "Take the nearest free time"
    } else {
        "Take the nearest free times"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_a_time_is_free_is_said_short_and_in_full() {
        let (day, ten): (Day, TimeOfDay) = ("2027-01-05".parse().unwrap(), "10:00".parse().unwrap());
        assert_eq!(often(50, 52), "50/52");
        let full = name(day, ten, 50, 52, ClockFace::H24);
        assert_eq!(full, "Tue 5 Jan 2027 at 10:00, free on 50 of 52 dates");
        assert_eq!(by_whom(&[("Bo", 52), ("Ann", 16)], 52), "Bo on 52, Ann on 16");
        assert_eq!(by_whom(&[("Bo", 1), ("Ann", 1)], 1), "Bo, Ann");
        let five = [("A", 9), ("B", 8), ("C", 7), ("D", 6), ("E", 5)];
        assert_eq!(by_whom(&five, 9), "A on 9, B on 8, C on 7, D on 6, 1 more");
        assert_eq!(name(day, ten, 1, 1, ClockFace::H12), "Tue 5 Jan 2027 at 10:00 am, free");
    }

    #[test]
    fn the_nearest_free_time_says_its_day_only_where_it_is_another() {
        let day: Day = "2027-01-05".parse().unwrap();
        let at = |text: &str| nearest(text.parse().unwrap(), day, ClockFace::H24);
        assert_eq!(at("2027-01-05T16:30"), "16:30 is free");
        assert_eq!(at("2027-01-04T16:30"), "Mon 4 Jan 16:30 is free");
    }
}
