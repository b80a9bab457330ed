//! What the journal keeps of a year of visits, and of all standing appointments moved in one step: a location that gets
//! another time zone. With the memory that this takes beside the book.

use std::path::Path;

use chairtime::domain::{Command, setup};
use chairtime::time::Instant;
use rusqlite::Connection;
use serde_json::json;

use crate::{open, weekly};

/// Times both; the file is another one then.
pub fn sizes(file: &Path, now: Instant) {
    let mut desk = open(file, now);
    println!("what the journal keeps:");
    let year = weekly(desk.book(), 7, 52);
    desk.carry_out(&year).unwrap();
    let made = size(file);
    desk.undo().unwrap();
    println!(
        "  {made} bytes  52 visits made (at most 4,000), {} bytes once they are taken back",
        size(file)
    );

    let names: Vec<_> = desk
        .book()
        .locations()
        .live()
        .map(|row| json!({ "name": row.name, "time_zone": "Asia/Tokyo" }))
        .collect();
    let zones = setup::read(desk.book(), &json!({ "locations": names })).unwrap();
    let before = resident("VmRSS");
    // The highest mark is set anew.
    let is_marked = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let moved = desk.carry_out(&Command::SetUp(Box::new(zones))).unwrap();
    let most = resident("VmHWM").saturating_sub(before);
    println!(
        "  {:.1} MB  {} rows of all standing appointments moved in one step (at most 15)",
        f64::from(u32::try_from(size(file)).unwrap()) / 1e6,
        moved.rows
    );
    if is_marked {
        println!(
            "  {} MB  of memory beside the book for that (at most 150)",
            most / 1_000
        );
    }
}

/// The bytes of the newest step.
fn size(file: &Path) -> i64 {
    let sql = Connection::open(file).unwrap();
    let text = "SELECT coalesce(sum(length(rows)), 0) FROM activity_row
                WHERE activity_id = (SELECT max(activity_id) FROM activity_row)";
    sql.query_row(text, [], |row| row.get(0)).unwrap()
}

/// What Linux says of the memory of this process, in kB.
fn resident(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
