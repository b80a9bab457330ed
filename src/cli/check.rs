//! `check`: looks for damage in the salon file. Damage is an answer, not a failure; the exit code says it, too.

use serde_json::json;

use super::front::Front;
use super::stop::Stop;

pub(super) fn run(front: &mut Front<'_>) -> Result<(), Stop> {
    let desk = front.reading()?;
    let problems: Vec<String> = desk.check()?.iter().map(ToString::to_string).collect();
    let ok = problems.is_empty();
    front.answer(
        || json!({ "ok": ok, "problems": problems }),
        || {
            if ok {
                "No problems found".to_owned()
            } else {
                problems.join("\n")
            }
        },
    )?;
    if ok { Ok(()) } else { Err(Stop::said()) }
}
