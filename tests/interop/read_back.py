#!/usr/bin/env python3
"""What Python's recurring-ical-events makes of calendars.

    read_back.py FILE.ics FROM TO [FILE.ics FROM TO]...       instants such as 2026-03-01T00:00:00Z, TO not included

Prints a JSON list with one list for each file: {uid, summary, start, end} with UTC instants, of all events that begin in that
time, sorted by start.
An event without a zone has no instant and is an error: Chairtime writes none.
"""

import json
import sys
from datetime import datetime, timezone

import icalendar
import recurring_ical_events


def instant(event, name):
    moment = event[name].dt
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        sys.exit(f"{event.get('UID')}: {name} {moment} has no zone")
    return moment.astimezone(timezone.utc)


def found_in(file, begin, end):
    begin, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (begin, end))
    with open(file, "rb") as text:
        calendar = icalendar.Calendar.from_ical(text.read())
    found = []
    for event in recurring_ical_events.of(calendar).between(begin, end):
        start = instant(event, "DTSTART")
        if begin <= start < end:
            found.append({
                "uid": str(event["UID"]),
                "summary": str(event.get("SUMMARY", "")),
                "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "end": instant(event, "DTEND").strftime("%Y-%m-%dT%H:%M:%SZ"),
            })
    found.sort(key=lambda one: (one["start"], one["end"], one["uid"]))
    return found


if __name__ == "__main__":
    asked = sys.argv[1:]
    if not asked or len(asked) % 3:
        sys.exit(__doc__)
    json.dump([found_in(*asked[at:at + 3]) for at in range(0, len(asked), 3)], sys.stdout, indent=1, ensure_ascii=False)
