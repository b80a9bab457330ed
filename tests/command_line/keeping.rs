//! Keeping what was saved: undo and redo over separate runs, history, backup and restore, and folders that cannot be used.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Salon, everything_is_here, left_out_without};
use crate::{made, request, shop, visits_of};

const NOW: &str = "2026-03-01T08:00";

#[test]
fn undo_and_redo_go_back_and_forth_over_separate_runs() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let before = visits_of(&salon, &id);
    salon.done(&["visit", "cancel", &id, "2026-03-10T10:00"], "");
    let after = visits_of(&salon, &id);
    let undone = salon.json(&["undo"], "");
    assert_eq!(undone["label"], "Visit of Anna Berg on Tue 10 Mar 2026 cancelled");
    assert!(undone["rows"].as_u64().unwrap() > 0);
    assert_eq!(visits_of(&salon, &id), before);
    salon.done(&["redo"], "");
    assert_eq!(visits_of(&salon, &id), after);
    let refused = salon.refused(&["redo"], "");
    assert_eq!(refused["refusal"]["code"], "nothing_to_redo");
    for _ in 0..3 {
        salon.done(&["undo"], "");
    }
    let refused = salon.refused(&["undo"], "");
    assert_eq!(refused["refusal"]["code"], "nothing_to_undo");
}

#[test]
fn the_history_lists_steps_newest_first() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    salon.done(
        &["visit", "move", &id, "2026-03-10T10:00", "--to", "2026-03-11T11:00"],
        "",
    );
    let history = salon.json(&["history", "--limit", "2"], "");
    let labels: Vec<&Value> = history.as_array().unwrap().iter().map(|step| &step["label"]).collect();
    assert_eq!(
        labels,
        [
            "Visit of Anna Berg on Tue 10 Mar 2026 moved to Wed 11 Mar 2026 at 11:00",
            "Standing appointment of Anna Berg made, 6 visits"
        ]
    );
    assert_eq!(history[0]["at"], "2026-03-01T07:00:00.000Z");
    assert_eq!(history[0]["undoable"], true);
    salon.done(&["undo"], "");
    assert_eq!(salon.json(&["history", "--limit", "1"], "")[0]["undoable"], false);
    let text = salon.done(&["history"], "");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].ends_with("taken back") && lines[1].ends_with("6 visits"),
        "{text}"
    );
}

#[test]
fn a_backup_restores_what_it_kept_and_the_present_file_is_put_aside() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let backup = salon.folder().join("before.backup");
    let backup = backup.to_str().unwrap();
    salon.done(&["backup", backup], "");
    let again = salon.refused(&["backup", backup], "");
    assert_eq!(again["refusal"]["code"], "file_exists");
    salon.done(&["series", "cancel", &id], "");
    let restored = salon.json(&["restore", backup], "");
    assert_eq!(salon.json(&["series", "show", &id], "")["status"], "running");
    let kept = restored["kept"].as_str().unwrap();
    assert!(fs::metadata(kept).unwrap().len() > 0);
    assert_eq!(salon.json(&["check"], ""), json!({"ok": true, "problems": []}));
}

#[test]
fn a_folder_that_is_missing_is_not_made_behind_ones_back() {
    let salon = Salon::at(NOW);
    let missing = salon.folder().join("elsewhere");
    let check = |arguments: &[&str], input: &str| {
        let named = ["--data", missing.to_str().unwrap()];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chairtime"));
        command.args(named).args(arguments).stdin(std::process::Stdio::null());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?} {input}: {err}");
        assert!(err.contains("elsewhere"), "{err}");
        assert!(!missing.exists());
    };
    check(&["series", "list"], "");
    check(&["undo"], "");
}

#[test]
fn an_empty_folder_says_that_there_is_no_salon_yet() {
    let salon = Salon::at(NOW);
    let refused = salon.refused(&["series", "list"], "");
    assert_eq!(refused["refusal"]["code"], "file_missing");
    assert_eq!(fs::read_dir(salon.folder()).unwrap().count(), 0);
    let refused = salon.refused(&["series", "create", "-"], &request(&json!({})));
    assert_eq!(refused["refusal"]["code"], "file_missing");
    let refused = salon.refused(&["setup", "set", "-"], r#"{"business": {"name": 1}}"#);
    assert!(refused["errors"].is_object(), "{refused}");
    assert_eq!(fs::read_dir(salon.folder()).unwrap().count(), 0);
}

#[test]
fn beside_an_open_window_one_can_read_and_not_write() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let mut lock = salon_file(&salon).into_os_string();
    lock.push(".lock");
    let window = fs::File::options().write(true).open(lock).unwrap();
    window.lock().unwrap();
    assert_eq!(salon.json(&["series", "show", &id], "")["status"], "running");
    let refused = salon.refused(&["series", "cancel", &id], "");
    assert_eq!(refused["refusal"]["code"], "open_elsewhere");
    drop(window);
    salon.done(&["series", "cancel", &id], "");
}

/// The salon file of a folder.
fn salon_file(salon: &Salon) -> std::path::PathBuf {
    let mut files = fs::read_dir(salon.folder()).unwrap().map(|file| file.unwrap().path());
    files
        .find(|path| path.extension().is_some_and(|extension| extension == "chairtime"))
        .unwrap()
}

#[test]
fn a_file_of_another_program_or_a_newer_version_is_left_as_it_is() {
    let salon = shop(NOW);
    let file = salon_file(&salon);
    let whole = fs::read(&file).unwrap();
    let check = |content: &[u8], code: &str| {
        fs::write(&file, content).unwrap();
        for arguments in [&["series", "list"][..], &["undo"][..]] {
            let refused = salon.refused(arguments, "");
            assert_eq!(refused["refusal"]["code"], code, "{arguments:?}: {refused}");
        }
        assert_eq!(fs::read(&file).unwrap(), content, "{code}");
    };
    check(
        b"a shopping list, certainly not a database of any kind, and longer than its header",
        "foreign_file",
    );
    // The header of SQLite's format keeps user_version at byte 60 and application_id at byte 68.
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&999_i32.to_be_bytes());
    check(&newer, "newer_file");
    let mut foreign = whole.clone();
    foreign[68..72].copy_from_slice(&1_i32.to_be_bytes());
    check(&foreign, "foreign_file");
    fs::write(&file, &whole).unwrap();
    assert_eq!(salon.json(&["check"], "")["ok"], true);
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let mode = |bits: u32| fs::set_permissions(salon.folder(), fs::Permissions::from_mode(bits)).unwrap();
    mode(0o555);
    // Nothing is read-only to root.
    let can_write = fs::write(salon.folder().join("probe"), "").is_ok();
    if can_write {
        mode(0o755);
        println!("left out: this user can write everywhere");
        return;
    }
    let refused = salon.run(&["--json", "series", "cancel", &id], "");
    let listed = salon.run(&["series", "list"], "");
    mode(0o755);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.out.contains("read_only"), "{refused:?}");
    assert_eq!(listed.code, Some(0), "{listed:?}");
}

/// A full disk is a file system of a megabyte, which only root can mount.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_ends_with_3_and_changes_nothing() {
    use std::process::Command;
    if !everything_is_here() {
        left_out_without("a file system that can be filled");
        return;
    }
    let salon = Salon::at(NOW);
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(salon.folder())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("left out: this user cannot mount a file system");
        return;
    }
    let ended = full_disk(&salon);
    let unmounted = Command::new("umount").arg(salon.folder()).status().unwrap();
    assert!(unmounted.success());
    let (ended, before, after) = ended.unwrap();
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.err.contains("The disk is full"), "{ended:?}");
    assert_eq!(before, after);
}

#[cfg(target_os = "linux")]
fn full_disk(salon: &Salon) -> std::thread::Result<(crate::support::Ended, Value, Value)> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let setup = json!({"business": {"name": "Salon Mara", "time_zone": "Europe/Berlin"}, "locations": [{"name": "Main"}],
                           "services": [{"name": "Cut", "duration": "PT30M"}], "staff": [{"given_name": "Ann"}],
                           "clients": [{"given_name": "Anna", "surname": "Berg"}]});
        salon.done(&["setup", "set", "-"], &setup.to_string());
        let before = salon.json(&["setup", "show"], "");
        // All but the last few kilobytes.
        let filler = salon.folder().join("filler");
        let mut size = 1 << 20;
        while size >= 1024 {
            let mut content = fs::read(&filler).unwrap_or_default();
            content.resize(content.len() + size, 0);
            if fs::write(&filler, &content).is_err() {
                content.truncate(content.len() - size);
                fs::write(&filler, &content).unwrap();
                size /= 2;
            }
        }
        let ended = salon.run(
            &["series", "create", "-"],
            &request(&json!({"visits": 1000, "frequency": "daily"})),
        );
        fs::remove_file(filler).unwrap();
        (ended, before, salon.json(&["setup", "show"], ""))
    }))
}

#[test]
fn the_sample_shop_goes_into_an_empty_file_only_and_comes_back_whole_after_undo() {
    let mut salon = Salon::at(NOW);
    salon.done(&["demo"], "");
    let total = |salon: &Salon| salon.json(&["series", "list", "--page-size", "1"], "")["total"].clone();
    assert_eq!(total(&salon), 80);
    let refused = salon.refused(&["demo"], "");
    assert_eq!(refused["refusal"]["code"], "not_empty");
    assert_eq!(salon.json(&["check"], ""), json!({"ok": true, "problems": []}));
    // A day later some dates are topped up before anything is asked.
    salon.wait_until("2026-03-02T09:00");
    salon.done(&["undo"], "");
    assert_eq!(total(&salon), 0);
    salon.done(&["redo"], "");
    assert_eq!(total(&salon), 80);
}

#[test]
fn a_calendar_goes_to_standard_output_or_whole_into_its_file() {
    let salon = shop(NOW);
    let id = made(&salon, &json!({}));
    let printed = salon.done(&["export", "--format", "ics", "--series", &id], "");
    assert!(printed.starts_with("BEGIN:VCALENDAR\r\n") && printed.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(printed.matches("BEGIN:VEVENT").count(), 1);
    assert!(printed.contains("Anna"), "{printed}");
    let file = salon.folder().join("anna.ics");
    let out = ["--out", file.to_str().unwrap(), "--private"];
    let written = salon.json(
        &[&["export", "--format", "ics", "--staff", "Ann"], &out[..]].concat(),
        "",
    );
    assert_eq!(written["visits"], 6);
    let private = fs::read_to_string(&file).unwrap();
    assert!(!private.contains("Anna Berg"), "{private}");
    // Nothing but a calendar gives way: not the salon file, not a letter.
    let letter = salon.folder().join("letter.txt");
    fs::write(&letter, "Dear Anna").unwrap();
    for (file, content) in [salon_file(&salon), letter].map(|file| (file.clone(), fs::read(&file).unwrap())) {
        let refused = salon.refused(
            &["export", "--format", "ics", "--all", "--out", file.to_str().unwrap()],
            "",
        );
        assert_eq!(refused["refusal"]["code"], "file_exists");
        assert_eq!(fs::read(&file).unwrap(), content);
    }
    let nowhere = salon.folder().join("no/such/folder.ics");
    let ended = salon.run(
        &["export", "--format", "ics", "--all", "--out", nowhere.to_str().unwrap()],
        "",
    );
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(salon.run(&["export", "--format", "ics"], "").code, Some(2));
}
