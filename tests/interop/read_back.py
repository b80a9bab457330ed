#!/usr/bin/env python3
"""What Python's recurring-ical-events makes of calendars.

Each line of its input is "FILE.ics<tab>FROM<tab>TO", in seconds since 1970, TO not included. For each it prints a line: a JSON
list of {uid, summary, start, end} with UTC instants, of all events that begin in that time.
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
    begin, end = (datetime.fromtimestamp(int(seconds), timezone.utc) for seconds in (begin, end))
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
    return found


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(found_in(*line.rstrip("\n").split("\t"))), flush=True)
