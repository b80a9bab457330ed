//! A desk that is killed while it writes: no half series, and none lost that was answered (spec S9.1).
//!
//! The test starts itself again as the desk that is killed. `CHAIRTIME_LONG=1` goes on until 200 kills and 60 hot
//! journals; else 20 and 6.
#![cfg(test)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use chairtime::desk::Desk;
use chairtime::desk::Mode;
use chairtime::domain::request::{self, Purpose};
use chairtime::domain::{Command, setup};
use chairtime::time::{FixedClock, Instant};
use serde_json::json;

/// Names the file to the process that is killed.
const FILE: &str = "CHAIRTIME_KILLED_FILE";
/// How many dates each series has.
const DATES: usize = 60;

fn now() -> Instant {
    "2026-03-02T07:00:00.000Z".parse().expect("an instant")
}

fn open(file: &Path) -> Desk {
    Desk::open(file, Mode::Write, Box::new(FixedClock(now())), "test").expect("the desk opens after a kill")
}

fn set_up(desk: &mut Desk) {
    let open = json!([["00:00", "24:00"]]);
    let hours = json!({ "mon": open, "tue": open, "wed": open, "thu": open, "fri": open, "sat": open, "sun": open });
    let document = json!({
        "business": { "name": "Salon Mara", "time_zone": "Europe/Berlin" },
        "locations": [{ "name": "Main Street", "time_zone": "Europe/Berlin", "hours": hours }],
        "services": [{ "name": "Cut", "cost": "35.00", "duration": "PT30M" }],
        "staff": [{ "given_name": "Ann" }],
    });
    let draft = setup::read(desk.book(), &document).expect("the shop is right");
    desk.carry_out(&Command::SetUp(Box::new(draft)))
        .expect("the shop is set up");
}

/// The process that is killed: makes series as fast as it can and prints the key of each that was answered.
fn write_until_killed(file: &Path) {
    let mut desk = open(file);
    let first = desk.book().onces().len();
    let mut out = std::io::stdout();
    for number in first.. {
        let request = json!({
            "idempotency_key": number.to_string(), "client": { "surname": format!("Client {number}") }, "services": ["Cut"],
            "frequency": "daily", "start_date": "2026-03-03", "visits": DATES, "time": "10:00", "staff": "Ann", "conflicts": "keep",
        });
        let draft = request::read(desk.book(), &request, Purpose::Standing, true).expect("the request is right");
        desk.carry_out(&Command::CreateSeries(Box::new(draft)))
            .expect("the series is made");
        writeln!(out, "answered {number}")
            .and_then(|()| out.flush())
            .expect("the parent reads");
    }
}

#[test]
fn a_killed_desk_loses_nothing_that_it_answered() {
    if let Some(file) = std::env::var_os(FILE) {
        return write_until_killed(Path::new(&file));
    }
    let long = std::env::var_os("CHAIRTIME_LONG").is_some();
    let (kills_wanted, hot_wanted) = if long { (200, 60) } else { (20, 6) };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("salon.chairtime");
    let journal = folder.path().join("salon.chairtime-journal");
    set_up(&mut open(&file));

    let mut random = fastrand::Rng::with_seed(7);
    let mut answered: BTreeSet<String> = BTreeSet::new();
    let (mut kills, mut hot) = (0, 0);
    while kills < kills_wanted || hot < hot_wanted {
        assert!(kills < kills_wanted * 20, "only {hot} hot journals in {kills} kills");
        let mut child = Process::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "a_killed_desk_loses_nothing_that_it_answered", "--nocapture"])
            .env(FILE, &file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the desk starts");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        let reader = std::thread::spawn(move || {
            let answered = |line: std::io::Result<String>| Some(line.ok()?.split_once("answered ")?.1.to_owned());
            lines.lines().filter_map(answered).collect::<Vec<_>>()
        });
        std::thread::sleep(Duration::from_millis(random.u64(40..400)));
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
        answered.extend(reader.join().expect("its output is read"));
        kills += 1;
        hot += usize::from(std::fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0));

        let desk = open(&file);
        let problems = desk.check().expect("the file is checked");
        assert!(problems.is_empty(), "after {kills} kills: {problems:?}");
        let kept: BTreeSet<String> = desk.book().onces().all().map(|once| once.key.clone()).collect();
        let lost: Vec<&String> = answered.difference(&kept).collect();
        assert!(
            lost.is_empty(),
            "after {kills} kills these were answered and lost: {lost:?}"
        );
        for once in desk.book().onces().all() {
            let visits = desk.book().calendar().of_series(desk.book(), once.series_id).count();
            assert_eq!(visits, DATES, "series {} is whole", once.key);
        }
    }
    assert!(!answered.is_empty());
    eprintln!("{kills} kills, {hot} hot journals, {} series answered", answered.len());
}
