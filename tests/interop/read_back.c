/* What libical (Evolution, GNOME Calendar, KDE) makes of calendars.
 *
 * Each line of its input is "FILE.ics<tab>FROM<tab>TO", in seconds since 1970, TO not included. For each it prints a line: a JSON
 * list of {uid, summary, start, end} with UTC instants, of all events that begin in that time.
 * Zones are those written in the file. Rules, EXDATE and zones are libical's work. Overrides are joined to their rules here, by
 * UID and instant, because libical leaves that to the programs that use it. An event without a zone has no instant and is an error:
 * Chairtime writes none.
 *
 *     cc -std=c11 -D_DEFAULT_SOURCE -o libical read_back.c -lical
 */

#include <libical/ical.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A moved visit begins away from the date that the rule gives: the rule is read on for as long as one may be moved. */
static const time_t FARTHEST_MOVE = 400L * 24 * 3600;

static const char *in_file = "";

static void fail(const char *what, ...) {
    va_list words;
    va_start(words, what);
    fprintf(stderr, "%s: ", in_file);
    vfprintf(stderr, what, words);
    fputc('\n', stderr);
    va_end(words);
    exit(1);
}

static char *whole(const char *name) {
    FILE *file = fopen(name, "rb");
    if (!file) fail("cannot be opened");
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);
    for (size_t got; text && (got = fread(text + size, 1, room - size - 1, file)) > 0;) {
        size += got;
        if (size + 1 == room) text = realloc(text, room *= 2);
    }
    if (!text || ferror(file)) fail("cannot be read");
    fclose(file);
    text[size] = 0;
    return text;
}

static time_t instant(struct icaltimetype time, const char *uid) {
    if (time.is_date || !time.zone) fail("%s: %s has no zone", uid, icaltime_as_ical_string(time));
    return icaltime_as_timet_with_zone(time, time.zone);
}

static struct icaltimetype said(icalcomponent *event, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (!property) fail("%s: no %s", icalcomponent_get_uid(event), icalproperty_kind_to_string(kind));
    return icalproperty_get_datetime_with_component(property, event);
}

/* The time that is asked about, and how many events were printed. */
struct answer {
    time_t from, to;
    int count;
};

static void print_text(const char *name, const char *text) {
    printf("\"%s\": \"", name);
    for (; *text; text++) {
        if ((unsigned char)*text < ' ')
            printf("\\u%04x", *text);
        else
            printf("%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    }
    putchar('"');
}

static void print_time(const char *name, time_t time) {
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&time));
    printf(", ");
    print_text(name, text);
}

static void note(struct answer *answer, icalcomponent *event, time_t start, time_t end) {
    if (start < answer->from || start >= answer->to) return;
    const char *summary = icalcomponent_get_summary(event);
    printf(answer->count++ ? ", {" : "{");
    print_text("uid", icalcomponent_get_uid(event));
    printf(", ");
    print_text("summary", summary ? summary : "");
    print_time("start", start);
    print_time("end", end);
    putchar('}');
}

/* A date that another component stands in the place of. */
struct replaced {
    const char *uid;
    time_t date;
};

static int in_order(const void *one, const void *other) {
    const struct replaced *these = one, *those = other;
    int names = strcmp(these->uid, those->uid);
    return names ? names : (these->date > those->date) - (these->date < those->date);
}

/* All dates that are told by a component of their own, in order. */
static struct replaced *all_replaced(icalcomponent *calendar, size_t *count) {
    *count = 0;
    size_t most = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
    struct replaced *all = calloc(most + 1, sizeof *all);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; all && event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        if (!icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) continue;
        const char *uid = icalcomponent_get_uid(event);
        all[(*count)++] = (struct replaced){uid, instant(said(event, ICAL_RECURRENCEID_PROPERTY), uid)};
    }
    if (!all) fail("no memory");
    qsort(all, *count, sizeof *all, in_order);
    return all;
}

static void note_dates(struct answer *answer, icalcomponent *event, const struct replaced *all, size_t count) {
    const char *uid = icalcomponent_get_uid(event);
    struct icaltimetype start = said(event, ICAL_DTSTART_PROPERTY), end = said(event, ICAL_DTEND_PROPERTY);
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (!rule) {
        note(answer, event, instant(start, uid), instant(end, uid));
        return;
    }
    struct icaldurationtype length = icaltime_subtract(end, start);
    icalrecur_iterator *dates = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
    if (!dates) fail("%s: no dates of %s", uid, icalproperty_as_ical_string(rule));
    for (struct icaltimetype date; date = icalrecur_iterator_next(dates), !icaltime_is_null_time(date);) {
        const struct replaced this = {uid, instant(date, uid)};
        if (this.date >= answer->to + FARTHEST_MOVE) break;
        if (icalproperty_recurrence_is_excluded(event, &start, &date)) continue;
        if (bsearch(&this, all, count, sizeof *all, in_order)) continue;
        note(answer, event, this.date, instant(icaltime_add(date, length), uid));
    }
    icalrecur_iterator_free(dates);
}

int main(void) {
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        char *file = strtok(line, "\t\n"), *from = strtok(NULL, "\t\n"), *to = strtok(NULL, "\t\n");
        if (!to) fail("a line is not FILE, FROM and TO: %s", line);
        in_file = file;
        char *text = whole(file);
        icalcomponent *calendar = icalparser_parse_string(text);
        free(text);
        if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) fail("is not one calendar");
        if (icalcomponent_count_errors(calendar)) fail("%s", icalcomponent_as_ical_string(calendar));
        struct answer answer = {atoll(from), atoll(to), 0};
        size_t count;
        struct replaced *all = all_replaced(calendar, &count);
        putchar('[');
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
            note_dates(&answer, event, all, count);
        puts("]");
        fflush(stdout);
        free(all);
        icalcomponent_free(calendar);
    }
    return 0;
}
