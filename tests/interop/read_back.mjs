// What ical.js (Thunderbird, Nextcloud) makes of calendars.
//
//     read_back.mjs FILE.ics FROM TO [FILE.ics FROM TO]...      instants such as 2026-03-01T00:00:00Z, TO not included
//
// Prints a JSON list with one list for each file: {uid, summary, start, end} with UTC instants, of all events that begin in
// that time, sorted by start. Zones are those written in the file and no others: ical.js brings none. An event without a zone
// has no instant and is an error: Chairtime writes none. CHAIRTIME_NODE_MODULES names the folder in which ical.js lies.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(join(process.env.CHAIRTIME_NODE_MODULES, "ical.js/dist/ical.js")));

// A moved visit begins away from the date that the rule gives: the rule is read on for as long as one may be moved.
const FARTHEST_MOVE = 400 * 24 * 3600 * 1000;

function instant(uid, time) {
  if (time.isDate || time.zone === ICAL.Timezone.localTimezone) throw new Error(`${uid}: ${time} has no zone`);
  return time.toUnixTime() * 1000;
}

function foundIn(file, from, to) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const found = [];

  function note(uid, event, startDate, endDate) {
    const start = instant(uid, startDate);
    if (start < begin || start >= end) return;
    const text = (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z");
    found.push({ uid, summary: event.summary ?? "", start: text(start), end: text(instant(uid, endDate)) });
  }

  const byUid = new Map();
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const uid = component.getFirstPropertyValue("uid");
    if (!byUid.has(uid)) byUid.set(uid, { masters: [], exceptions: [] });
    byUid.get(uid)[component.hasProperty("recurrence-id") ? "exceptions" : "masters"].push(component);
  }

  for (const [uid, { masters, exceptions }] of byUid) {
    for (const component of masters) {
      const event = new ICAL.Event(component, { strictExceptions: true, exceptions });
      if (!event.isRecurring()) {
        note(uid, event, event.startDate, event.endDate);
        continue;
      }
      const dates = event.iterator();
      for (let date = dates.next(); date && instant(uid, date) < end + FARTHEST_MOVE; date = dates.next()) {
        const { item, startDate, endDate } = event.getOccurrenceDetails(date);
        note(uid, item, startDate, endDate);
      }
    }
    if (masters.length === 0) {
      for (const component of exceptions) {
        const event = new ICAL.Event(component);
        note(uid, event, event.startDate, event.endDate);
      }
    }
  }

  const key = (one) => `${one.start} ${one.end} ${one.uid}`;
  return found.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

const asked = process.argv.slice(2);
const all = [];
for (let at = 0; at < asked.length; at += 3) all.push(foundIn(...asked.slice(at, at + 3)));
process.stdout.write(JSON.stringify(all, null, 1));
