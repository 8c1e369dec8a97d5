-- Purchase-order credit.
--
-- An entry of a ledger is its event: what it says stands in the trail and nowhere else. The trail is
-- ordered by position, so that entries are appended at its end, whichever account they are of.

-- `scale` is the number of decimals that the currency has, for the views. `next_expiry` is a moment,
-- in microseconds since 1970, before which no reservation runs out.
CREATE TABLE patronage_credit_accounts (
    tenant      INTEGER NOT NULL,
    customer    BLOB    NOT NULL,
    currency    TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    scale       INTEGER NOT NULL,
    next_expiry INTEGER,
    doc         TEXT    NOT NULL,
    PRIMARY KEY (tenant, customer, currency),
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_credit_accounts_by_expiry
    ON patronage_credit_accounts (tenant, next_expiry, customer, currency)
    WHERE next_expiry IS NOT NULL;

-- The ledgers, entry by entry: where in the trail the event stands that is the entry, and, in `doc`, the
-- reservation, item or payment that it made. As long as something is left of that, it stands on a shelf
-- (1: reservations, 2: open items, 3: unapplied payments) at a place: the moment of expiry, the due
-- date, or none. `version` is that of what was made.
CREATE TABLE patronage_credit_entries (
    tenant          INTEGER NOT NULL,
    customer        BLOB    NOT NULL,
    currency        TEXT    NOT NULL,
    number          INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    idempotency_key TEXT,
    version         INTEGER NOT NULL,
    shelf           INTEGER,
    place           INTEGER,
    doc             TEXT,
    PRIMARY KEY (tenant, customer, currency, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_credit_entries_by_place
    ON patronage_credit_entries (tenant, customer, currency, shelf, place, number)
    WHERE shelf IS NOT NULL;

CREATE UNIQUE INDEX patronage_credit_entries_by_idempotency_key
    ON patronage_credit_entries (tenant, customer, currency, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

-- The last position is that of the last event. To keep it a second time was a page more in every
-- commit.
ALTER TABLE patronage_tenants DROP COLUMN last_event_position;

-- In the views below, all amounts of a row are written as text by one expression: a sign, the digits, of
-- which at least one stands before the point, and the currency.

CREATE VIEW patronage_credit_accounts_view AS
SELECT tenant,
       number,
       id,
       email,
       currency,
       amounts ->> '$.limit' AS "limit",
       amounts ->> '$.overdraft' AS overdraft,
       amounts ->> '$.outstanding' AS outstanding,
       amounts ->> '$.reserved' AS reserved,
       amounts ->> '$.unapplied' AS unapplied,
       amounts ->> '$.available' AS available,
       amounts ->> '$.total_available' AS total_available,
       sums ->> '$.outstanding' AS outstanding_minor,
       is_enabled,
       hold_reason,
       opened_at,
       entries,
       version
FROM (
    SELECT tenants.name AS tenant,
           customers.number,
           customers.doc ->> '$.id' AS id,
           customers.doc ->> '$.profile.email' AS email,
           accounts.currency,
           accounts.doc -> '$.sums' AS sums,
           accounts.doc ->> '$.is_enabled' AS is_enabled,
           accounts.doc ->> '$.hold.reason' AS hold_reason,
           accounts.doc ->> '$.opened_at' AS opened_at,
           accounts.doc ->> '$.last.number' AS entries,
           accounts.version,
           (SELECT json_group_object(
                       name,
                       CASE WHEN minor < 0 THEN '-' ELSE '' END
                           || substr(digits, 1, length(digits) - accounts.scale)
                           || CASE accounts.scale
                                  WHEN 0 THEN ''
                                  ELSE '.' || substr(digits, -accounts.scale)
                              END
                           || ' ' || accounts.currency)
            FROM (SELECT key AS name,
                         value AS minor,
                         printf('%0*d', accounts.scale + 1, abs(value)) AS digits
                  FROM json_each(json_patch(
                     accounts.doc -> '$.sums',
                     json_object(
                         'available', (accounts.doc ->> '$.sums.limit')
                                      - (accounts.doc ->> '$.sums.outstanding')
                                      - (accounts.doc ->> '$.sums.reserved'),
                         'total_available', (accounts.doc ->> '$.sums.limit')
                                            - (accounts.doc ->> '$.sums.outstanding')
                                            - (accounts.doc ->> '$.sums.reserved')
                                            + (accounts.doc ->> '$.sums.overdraft')
                     )
                  )))) AS amounts
    FROM patronage_credit_accounts AS accounts
    JOIN patronage_customers AS customers
      ON customers.tenant = accounts.tenant AND customers.id = accounts.customer
    JOIN patronage_tenants AS tenants ON tenants.id = accounts.tenant
);

-- `entry` is the number in the ledger of the account; `amount` is what the operation was about, the
-- changes are what it did to the figures, which stand behind it as they were afterwards.
CREATE VIEW patronage_credit_entries_view AS
SELECT tenant,
       number,
       id,
       currency,
       entry,
       position,
       at,
       kind,
       amounts ->> '$.amount' AS amount,
       amounts ->> '$.outstanding_change' AS outstanding_change,
       amounts ->> '$.reserved_change' AS reserved_change,
       amounts ->> '$.limit' AS "limit",
       amounts ->> '$.outstanding' AS outstanding,
       amounts ->> '$.reserved' AS reserved,
       amounts ->> '$.unapplied' AS unapplied,
       content ->> '$.target' AS target,
       site,
       content ->> '$.order' AS "order",
       content ->> '$.private.purchase_order' AS purchase_order,
       content ->> '$.term' AS term,
       content ->> '$.due' AS due,
       content ->> '$.expires_at' AS expires_at,
       idempotency_key,
       content ->> '$.private.note' AS note,
       author,
       content ->> '$.hash' AS hash
FROM (
    SELECT tenants.name AS tenant,
           customers.number,
           customers.doc ->> '$.id' AS id,
           entries.currency,
           entries.number AS entry,
           entries.position,
           events.doc ->> '$.at' AS at,
           events.doc ->> '$.subject.credit_entry.kind' AS kind,
           events.doc -> '$.subject.credit_entry' AS content,
           events.doc ->> '$.site' AS site,
           events.doc -> '$.author' AS author,
           entries.idempotency_key,
           (SELECT json_group_object(
                       name,
                       CASE WHEN minor < 0 THEN '-' ELSE '' END
                           || substr(digits, 1, length(digits) - accounts.scale)
                           || CASE accounts.scale
                                  WHEN 0 THEN ''
                                  ELSE '.' || substr(digits, -accounts.scale)
                              END
                           || ' ' || accounts.currency)
            FROM (SELECT key AS name,
                         value AS minor,
                         printf('%0*d', accounts.scale + 1, abs(value)) AS digits
                  FROM json_each(json_patch(
                     events.doc -> '$.subject.credit_entry.after',
                     json_object(
                         'amount', events.doc ->> '$.subject.credit_entry.amount',
                         'outstanding_change',
                         events.doc ->> '$.subject.credit_entry.effects.outstanding',
                         'reserved_change', events.doc ->> '$.subject.credit_entry.effects.reserved'
                     )
                  )))) AS amounts
    FROM patronage_credit_accounts AS accounts
    JOIN patronage_customers AS customers
      ON customers.tenant = accounts.tenant AND customers.id = accounts.customer
    JOIN patronage_tenants AS tenants ON tenants.id = accounts.tenant
    JOIN patronage_credit_entries AS entries
      ON entries.tenant = accounts.tenant AND entries.customer = accounts.customer
         AND entries.currency = accounts.currency
    JOIN patronage_events AS events
      ON events.tenant = entries.tenant AND events.position = entries.position
);
