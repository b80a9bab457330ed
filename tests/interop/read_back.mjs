// What ical.js (Thunderbird, Nextcloud) makes of calendars.
//
// Each line of its input is "FILE.ics<tab>FROM<tab>TO", in seconds since 1970, TO not included. For each it prints a line: a JSON
// list of {uid, summary, start, end} with UTC instants, of all events that begin in that time. Zones are those written in the
// file and no others: ical.js brings none. An event without a zone has no instant and is an error: Chairtime writes none.
// CHAIRTIME_NODE_MODULES names the folder in which ical.js lies.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
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

  const [begin, end] = [from * 1000, to * 1000];
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

  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(foundIn(...line.split("\t"))) + "\n");
}
