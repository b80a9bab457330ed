-- The salon as of the first version. Never edited once landed: a change is a further folder.
-- Days are numbers since 1970-01-01, times are minutes since local midnight, instants are milliseconds since 1970 UTC, money is in
-- minor units, uuids are 16 bytes, choices are code words. Columns stand in the order of the fields in src/domain/rows.
-- A list of a row is a table of its own under the owner's key and an ordinal from 0; it goes with its owner. Everything else holds
-- what it refers to, and every reference has an index. An accepted clash only remembers the other visit: it does not hold it.
-- A choice of more than two is told by OR: IN would build a table in memory for each row that is written.

-- The catalogue

CREATE TABLE business (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    name TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    week_start INTEGER NOT NULL CHECK (week_start BETWEEN 0 AND 6),
    clock TEXT NOT NULL CHECK (clock IN ('24h', '12h')),
    zone TEXT NOT NULL,
    horizon_days INTEGER NOT NULL CHECK (horizon_days BETWEEN 182 AND 730),
    remind_client_email INTEGER NOT NULL CHECK (remind_client_email >= 0),
    remind_client_sms INTEGER NOT NULL CHECK (remind_client_sms >= 0),
    remind_staff_email INTEGER NOT NULL CHECK (remind_staff_email >= 0),
    remind_staff_sms INTEGER NOT NULL CHECK (remind_staff_sms >= 0)
) STRICT;

CREATE TABLE location (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    name TEXT NOT NULL,
    shop_name TEXT NOT NULL,
    address TEXT NOT NULL,
    zone TEXT NOT NULL
) STRICT;

CREATE TABLE opening_hours (
    location_id INTEGER NOT NULL REFERENCES location ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    opens INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes INTEGER NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    cycle_weeks INTEGER NOT NULL CHECK (cycle_weeks BETWEEN 1 AND 8),
    cycle_week INTEGER NOT NULL CHECK (cycle_week BETWEEN 0 AND 7),
    cycle_anchor INTEGER,
    PRIMARY KEY (location_id, ordinal),
    CHECK (closes > opens AND closes <= 2880)
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_kind (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE resource (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    kind_id INTEGER NOT NULL REFERENCES resource_kind ON DELETE RESTRICT,
    location_id INTEGER NOT NULL REFERENCES location ON DELETE RESTRICT,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX resource_by_kind ON resource (kind_id);
CREATE INDEX resource_by_location ON resource (location_id);

CREATE TABLE tag (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    title TEXT NOT NULL,
    colour TEXT NOT NULL
) STRICT;

CREATE TABLE category (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    name TEXT NOT NULL,
    sort INTEGER NOT NULL
) STRICT;

CREATE TABLE service (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    category_id INTEGER REFERENCES category ON DELETE RESTRICT,
    name TEXT NOT NULL,
    before INTEGER NOT NULL CHECK (before >= 0),
    after INTEGER NOT NULL CHECK (after >= 0),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    colour TEXT,
    stretches TEXT NOT NULL CHECK (stretches <> '')
) STRICT;
CREATE INDEX service_by_category ON service (category_id) WHERE category_id IS NOT NULL;

CREATE TABLE service_price (
    service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    from_day INTEGER NOT NULL,
    price INTEGER NOT NULL,
    PRIMARY KEY (service_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    preferred_name TEXT NOT NULL,
    position TEXT NOT NULL,
    colour TEXT,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    leaves_day INTEGER,
    needs_supervisor INTEGER NOT NULL CHECK (needs_supervisor IN (0, 1)),
    own_book INTEGER NOT NULL CHECK (own_book IN (0, 1)),
    sort INTEGER NOT NULL,
    own_hours INTEGER NOT NULL CHECK (own_hours IN (0, 1)),
    all_services INTEGER NOT NULL CHECK (all_services IN (0, 1))
) STRICT;

CREATE TABLE working_hours (
    staff_id INTEGER NOT NULL REFERENCES staff ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    location_id INTEGER NOT NULL REFERENCES location ON DELETE RESTRICT,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    opens INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes INTEGER NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    cycle_weeks INTEGER NOT NULL CHECK (cycle_weeks BETWEEN 1 AND 8),
    cycle_week INTEGER NOT NULL CHECK (cycle_week BETWEEN 0 AND 7),
    cycle_anchor INTEGER,
    PRIMARY KEY (staff_id, ordinal),
    CHECK (closes > opens AND closes <= 2880)
) STRICT, WITHOUT ROWID;
CREATE INDEX working_hours_by_location ON working_hours (location_id);

CREATE TABLE staff_service (
    staff_id INTEGER NOT NULL REFERENCES staff ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    service_id INTEGER NOT NULL REFERENCES service ON DELETE RESTRICT,
    price INTEGER,
    minutes INTEGER CHECK (minutes > 0),
    PRIMARY KEY (staff_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_service_by_service ON staff_service (service_id);

CREATE TABLE time_off (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    staff_id INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    from_minute INTEGER,
    to_minute INTEGER,
    reason TEXT NOT NULL,
    CHECK (last_day >= first_day),
    CHECK ((from_minute IS NULL) = (to_minute IS NULL))
) STRICT;
CREATE INDEX time_off_by_staff ON time_off (staff_id, first_day);

CREATE TABLE day_exception (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    location_id INTEGER REFERENCES location ON DELETE RESTRICT,
    staff_id INTEGER REFERENCES staff ON DELETE RESTRICT,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    opens INTEGER,
    closes INTEGER,
    reason TEXT NOT NULL,
    CHECK (last_day >= first_day),
    CHECK ((opens IS NULL) = (closes IS NULL)),
    CHECK (closes > opens AND closes <= 2880)
) STRICT;
CREATE INDEX day_exception_by_day ON day_exception (first_day);
CREATE INDEX day_exception_by_location ON day_exception (location_id) WHERE location_id IS NOT NULL;
CREATE INDEX day_exception_by_staff ON day_exception (staff_id) WHERE staff_id IS NOT NULL;

-- Clients

CREATE TABLE client (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    middle_name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    gender TEXT NOT NULL CHECK (gender = 'unknown' OR gender = 'male' OR gender = 'female'),
    birthday INTEGER,
    language TEXT NOT NULL,
    alert TEXT NOT NULL,
    note TEXT NOT NULL,
    private_note TEXT NOT NULL,
    erased_at INTEGER
) STRICT;

CREATE TABLE visitor (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    client_id INTEGER REFERENCES client ON DELETE RESTRICT,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    birthday INTEGER
) STRICT;
CREATE INDEX visitor_by_client ON visitor (client_id) WHERE client_id IS NOT NULL;

CREATE TABLE client_link (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    client_id INTEGER NOT NULL REFERENCES client ON DELETE RESTRICT,
    other_id INTEGER NOT NULL REFERENCES client ON DELETE RESTRICT,
    kind TEXT NOT NULL
) STRICT;
CREATE INDEX client_link_by_client ON client_link (client_id);
CREATE INDEX client_link_by_other ON client_link (other_id);

CREATE TABLE agreement (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    client_id INTEGER NOT NULL REFERENCES client ON DELETE RESTRICT,
    kind TEXT NOT NULL,
    given_day INTEGER NOT NULL,
    withdrawn_day INTEGER
) STRICT;
CREATE INDEX agreement_by_client ON agreement (client_id);

CREATE TABLE custom_field (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('client', 'series')),
    name TEXT NOT NULL,
    sort INTEGER NOT NULL
) STRICT;

-- The owner is a client or a series, as the field says: no reference.
CREATE TABLE custom_value (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    field_id INTEGER NOT NULL REFERENCES custom_field ON DELETE RESTRICT,
    owner_id INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX custom_value_by_field ON custom_value (field_id);

-- Standing appointments

CREATE TABLE series (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    kind TEXT NOT NULL CHECK (kind = 'single' OR kind = 'standing' OR kind = 'group'),
    status TEXT NOT NULL CHECK (status IN ('running', 'stopped')),
    no_new_dates INTEGER NOT NULL CHECK (no_new_dates IN (0, 1)),
    cancel_reason TEXT NOT NULL,
    change_reason TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity >= 1),
    conflicts TEXT NOT NULL CHECK (conflicts = 'ask' OR conflicts = 'keep' OR conflicts = 'skip' OR conflicts = 'unplaced'),
    closed_days TEXT NOT NULL CHECK (closed_days = 'ask' OR closed_days = 'keep' OR closed_days = 'skip'
        OR closed_days = 'unplaced'),
    note TEXT NOT NULL,
    colour TEXT,
    remind_client_email INTEGER CHECK (remind_client_email >= 0),
    remind_client_sms INTEGER CHECK (remind_client_sms >= 0),
    remind_staff_email INTEGER CHECK (remind_staff_email >= 0),
    remind_staff_sms INTEGER CHECK (remind_staff_sms >= 0),
    confirm_client INTEGER NOT NULL CHECK (confirm_client IN (0, 1)),
    confirm_staff INTEGER NOT NULL CHECK (confirm_staff IN (0, 1)),
    materialized_until INTEGER
) STRICT;
CREATE INDEX series_by_materialized ON series (materialized_until);

CREATE TABLE pause (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    series_id INTEGER REFERENCES series ON DELETE RESTRICT,
    client_id INTEGER REFERENCES client ON DELETE RESTRICT,
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    gives_up INTEGER NOT NULL CHECK (gives_up IN (0, 1)),
    CHECK ((series_id IS NULL) <> (client_id IS NULL)),
    CHECK (last_day >= first_day)
) STRICT;
CREATE INDEX pause_by_series ON pause (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX pause_by_client ON pause (client_id) WHERE client_id IS NOT NULL;

CREATE TABLE layer (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    series_id INTEGER REFERENCES series ON DELETE RESTRICT,
    staff_id INTEGER REFERENCES staff ON DELETE RESTRICT,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    substitute_id INTEGER REFERENCES staff ON DELETE RESTRICT,
    time INTEGER CHECK (time BETWEEN 0 AND 1439),
    before INTEGER CHECK (before >= 0),
    after INTEGER CHECK (after >= 0),
    CHECK ((series_id IS NULL) <> (staff_id IS NULL)),
    CHECK (last_day >= first_day)
) STRICT;
CREATE INDEX layer_by_day ON layer (first_day);
CREATE INDEX layer_by_series ON layer (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX layer_by_staff ON layer (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX layer_by_substitute ON layer (substitute_id) WHERE substitute_id IS NOT NULL;

CREATE TABLE layer_resource (
    layer_id INTEGER NOT NULL REFERENCES layer ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    resource_id INTEGER NOT NULL REFERENCES resource ON DELETE RESTRICT,
    PRIMARY KEY (layer_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX layer_resource_by_resource ON layer_resource (resource_id);

CREATE TABLE chapter (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT,
    ordinal INTEGER NOT NULL,
    location_id INTEGER NOT NULL REFERENCES location ON DELETE RESTRICT,
    rule TEXT,
    start_day INTEGER NOT NULL,
    until_day INTEGER,
    visits INTEGER,
    reason TEXT NOT NULL,
    UNIQUE (series_id, ordinal),
    CHECK (until_day IS NULL OR visits IS NULL),
    CHECK (rule IS NOT NULL OR (until_day IS NULL AND visits IS NULL))
) STRICT;
CREATE INDEX chapter_by_location ON chapter (location_id);

CREATE TABLE slot (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT
) STRICT;
CREATE INDEX slot_by_series ON slot (series_id);

CREATE TABLE slot_terms (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    chapter_id INTEGER NOT NULL REFERENCES chapter ON DELETE RESTRICT,
    slot_id INTEGER NOT NULL REFERENCES slot ON DELETE RESTRICT,
    weekday INTEGER CHECK (weekday BETWEEN 0 AND 6),
    time INTEGER NOT NULL CHECK (time BETWEEN 0 AND 1439),
    before INTEGER CHECK (before >= 0),
    after INTEGER CHECK (after >= 0),
    UNIQUE (chapter_id, slot_id)
) STRICT;
CREATE INDEX slot_terms_by_slot ON slot_terms (slot_id);

CREATE TABLE slot_staff (
    slot_terms_id INTEGER NOT NULL REFERENCES slot_terms ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    staff_id INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    role TEXT NOT NULL CHECK (role = 'lead' OR role = 'additional' OR role = 'blocked' OR role = 'coordinator'),
    PRIMARY KEY (slot_terms_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_staff_by_staff ON slot_staff (staff_id);
CREATE UNIQUE INDEX slot_staff_one_lead ON slot_staff (slot_terms_id) WHERE role = 'lead';

CREATE TABLE slot_resource (
    slot_terms_id INTEGER NOT NULL REFERENCES slot_terms ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    resource_id INTEGER NOT NULL REFERENCES resource ON DELETE RESTRICT,
    PRIMARY KEY (slot_terms_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_resource_by_resource ON slot_resource (resource_id);

CREATE TABLE slot_tag (
    slot_terms_id INTEGER NOT NULL REFERENCES slot_terms ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    tag_id INTEGER NOT NULL REFERENCES tag ON DELETE RESTRICT,
    PRIMARY KEY (slot_terms_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_tag_by_tag ON slot_tag (tag_id);

CREATE TABLE line (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    chapter_id INTEGER NOT NULL REFERENCES chapter ON DELETE RESTRICT,
    terms_id INTEGER REFERENCES slot_terms ON DELETE RESTRICT,
    ordinal INTEGER NOT NULL,
    service_id INTEGER NOT NULL REFERENCES service ON DELETE RESTRICT,
    visitor_id INTEGER REFERENCES visitor ON DELETE RESTRICT,
    staff_id INTEGER REFERENCES staff ON DELETE RESTRICT,
    beside INTEGER NOT NULL CHECK (beside IN (0, 1)),
    "offset" INTEGER NOT NULL CHECK ("offset" >= 0),
    stretches TEXT NOT NULL CHECK (stretches <> ''),
    price INTEGER,
    every_nth INTEGER NOT NULL CHECK (every_nth >= 1),
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND every_nth)
) STRICT;
CREATE INDEX line_by_chapter ON line (chapter_id);
CREATE INDEX line_by_terms ON line (terms_id) WHERE terms_id IS NOT NULL;
CREATE INDEX line_by_service ON line (service_id);
CREATE INDEX line_by_visitor ON line (visitor_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX line_by_staff ON line (staff_id) WHERE staff_id IS NOT NULL;

CREATE TABLE line_resource (
    line_id INTEGER NOT NULL REFERENCES line ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    resource_id INTEGER NOT NULL REFERENCES resource ON DELETE RESTRICT,
    PRIMARY KEY (line_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_resource_by_resource ON line_resource (resource_id);

CREATE TABLE member (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    deleted_at INTEGER,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT,
    client_id INTEGER REFERENCES client ON DELETE RESTRICT,
    visitor_id INTEGER REFERENCES visitor ON DELETE RESTRICT,
    seats INTEGER NOT NULL CHECK (seats >= 1),
    from_day INTEGER NOT NULL,
    until_day INTEGER
) STRICT;
CREATE INDEX member_by_series ON member (series_id);
CREATE INDEX member_by_client ON member (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX member_by_visitor ON member (visitor_id) WHERE visitor_id IS NOT NULL;

CREATE TABLE member_slot (
    member_id INTEGER NOT NULL REFERENCES member ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    slot_id INTEGER NOT NULL REFERENCES slot ON DELETE RESTRICT,
    PRIMARY KEY (member_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_slot_by_slot ON member_slot (slot_id);

-- A UID is kept for ever, also when its series is undone and done again: no references.
CREATE TABLE ical_piece (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    chapter_id INTEGER NOT NULL,
    slot_id INTEGER NOT NULL,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    modified_at INTEGER NOT NULL
) STRICT;

CREATE TABLE once (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    content INTEGER NOT NULL,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT
) STRICT;
CREATE INDEX once_by_series ON once (series_id);

-- Visits. A date that was taken out is a row too: there is no second table of exceptions.

CREATE TABLE visit (
    id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE RESTRICT,
    chapter_id INTEGER NOT NULL REFERENCES chapter ON DELETE RESTRICT,
    slot_id INTEGER NOT NULL REFERENCES slot ON DELETE RESTRICT,
    original_day INTEGER NOT NULL,
    original_time INTEGER NOT NULL CHECK (original_time BETWEEN 0 AND 1439),
    origin TEXT NOT NULL CHECK (origin = 'rule' OR origin = 'extra' OR origin = 'single'),
    position INTEGER NOT NULL CHECK (position >= 0),
    slot_position INTEGER NOT NULL CHECK (slot_position >= 0),
    day INTEGER NOT NULL,
    time INTEGER NOT NULL CHECK (time BETWEEN 0 AND 1439),
    minutes INTEGER NOT NULL CHECK (minutes >= 1),
    before INTEGER NOT NULL CHECK (before >= 0),
    after INTEGER NOT NULL CHECK (after >= 0),
    start_utc INTEGER NOT NULL,
    busy_from_utc INTEGER NOT NULL,
    busy_to_utc INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'stable' OR state = 'removed' OR state = 'failed' OR state = 'on_hold'
        OR state = 'pencilled'),
    removed_by TEXT CHECK (removed_by = 'person' OR removed_by = 'rule' OR removed_by = 'pause' OR removed_by = 'policy'),
    reason TEXT NOT NULL,
    changed INTEGER NOT NULL,
    note TEXT NOT NULL,
    colour TEXT,
    pencilled_until INTEGER,
    UNIQUE (series_id, original_day, original_time),
    -- 1 to 1,920 minutes: a search for what blocks a time need not look further back.
    CHECK (busy_to_utc - busy_from_utc BETWEEN 60000 AND 115200000)
) STRICT;
CREATE INDEX visit_by_day ON visit (day);
CREATE INDEX visit_by_chapter ON visit (chapter_id);
CREATE INDEX visit_by_slot ON visit (slot_id);

CREATE TABLE visit_staff (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    staff_id INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    role TEXT NOT NULL CHECK (role = 'lead' OR role = 'additional' OR role = 'blocked' OR role = 'coordinator'),
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_staff_by_staff ON visit_staff (staff_id);

CREATE TABLE visit_resource (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    resource_id INTEGER NOT NULL REFERENCES resource ON DELETE RESTRICT,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_resource_by_resource ON visit_resource (resource_id);

CREATE TABLE visit_tag (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    tag_id INTEGER NOT NULL REFERENCES tag ON DELETE RESTRICT,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_tag_by_tag ON visit_tag (tag_id);

CREATE TABLE visit_line (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    service_id INTEGER NOT NULL REFERENCES service ON DELETE RESTRICT,
    visitor_id INTEGER REFERENCES visitor ON DELETE RESTRICT,
    staff_id INTEGER REFERENCES staff ON DELETE RESTRICT,
    beside INTEGER NOT NULL CHECK (beside IN (0, 1)),
    "offset" INTEGER NOT NULL CHECK ("offset" >= 0),
    stretches TEXT NOT NULL CHECK (stretches <> ''),
    price INTEGER,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_line_by_service ON visit_line (service_id);
CREATE INDEX visit_line_by_visitor ON visit_line (visitor_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX visit_line_by_staff ON visit_line (staff_id) WHERE staff_id IS NOT NULL;

CREATE TABLE accepted_clash (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    kind TEXT NOT NULL CHECK (kind = 'staff' OR kind = 'resource' OR kind = 'client' OR kind = 'hours' OR kind = 'time_off'
        OR kind = 'closed'),
    other_id INTEGER NOT NULL,
    with_visit INTEGER,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking (
    visit_id INTEGER NOT NULL REFERENCES visit ON DELETE CASCADE, ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    booking_id INTEGER NOT NULL,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    member_id INTEGER REFERENCES member ON DELETE RESTRICT,
    client_id INTEGER REFERENCES client ON DELETE RESTRICT,
    visitor_id INTEGER REFERENCES visitor ON DELETE RESTRICT,
    seats INTEGER NOT NULL CHECK (seats >= 1),
    cancelled_at INTEGER,
    cancelled_how TEXT CHECK (cancelled_how = 'in_time' OR cancelled_how = 'late' OR cancelled_how = 'by_us'),
    attendance TEXT NOT NULL CHECK (attendance = 'expected' OR attendance = 'confirmed' OR attendance = 'arrived'
        OR attendance = 'in-chair' OR attendance = 'done' OR attendance = 'no-show'),
    late INTEGER CHECK (late >= 0),
    arrived_at INTEGER,
    done_at INTEGER,
    payment TEXT NOT NULL CHECK (payment = 'unpaid' OR payment = 'partly' OR payment = 'paid' OR payment = 'overpaid'
        OR payment = 'prepaid'),
    price INTEGER,
    paid INTEGER,
    comment TEXT NOT NULL,
    PRIMARY KEY (visit_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_by_member ON booking (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX booking_by_client ON booking (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX booking_by_visitor ON booking (visitor_id) WHERE visitor_id IS NOT NULL;

-- What belongs to the file

CREATE TABLE file_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    next_key INTEGER NOT NULL CHECK (next_key >= 1),
    topped_up_day INTEGER,
    zone_data_version TEXT
) STRICT;
INSERT INTO file_state VALUES (1, 0, 1, NULL, NULL);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Typed text that is not saved yet.
CREATE TABLE draft (
    form TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The history. A step that is done or undone has a journal; of the others only the words are left:
-- beyond is done and too far back, dropped is undone and overtaken by something else.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE DEFAULT (randomblob(16)),
    at INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('person', 'automatic')),
    actor TEXT NOT NULL,
    label TEXT NOT NULL,
    subject TEXT,
    state TEXT NOT NULL CHECK (state = 'done' OR state = 'undone' OR state = 'beyond' OR state = 'dropped'),
    schema_version INTEGER NOT NULL,
    turned_at INTEGER,
    turned_by TEXT
) STRICT;
CREATE INDEX activity_with_journal ON activity (id) WHERE state IN ('done', 'undone');

CREATE TABLE activity_row (
    activity_id INTEGER NOT NULL REFERENCES activity ON DELETE RESTRICT,
    chunk INTEGER NOT NULL CHECK (chunk >= 0),
    rows BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (activity_id, chunk)
) STRICT, WITHOUT ROWID;
