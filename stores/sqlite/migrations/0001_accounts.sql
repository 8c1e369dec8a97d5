-- Customers, what they refer to, what is kept over them, and the trail.
--
-- The JSON in `doc` is the stored value. The columns beside it are what records are found and
-- sorted by. Every key begins with the tenant. Foreign keys are checked at the end of a
-- transaction, because a change set may write a record before the one that it refers to.

CREATE TABLE patronage_schema (
    version INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- A tenant with the numbers that were last given. They only ever grow, so they are kept apart from
-- the records, which may be deleted.
CREATE TABLE patronage_tenants (
    id                   INTEGER NOT NULL PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    generation           INTEGER NOT NULL DEFAULT 0,
    last_customer_number INTEGER NOT NULL DEFAULT 0,
    last_event_position  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE patronage_customer_sets (
    tenant  INTEGER NOT NULL REFERENCES patronage_tenants (id),
    code    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (tenant, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE patronage_settings (
    tenant       INTEGER NOT NULL PRIMARY KEY REFERENCES patronage_tenants (id),
    version      INTEGER NOT NULL,
    customer_set TEXT    NOT NULL,
    doc          TEXT    NOT NULL,
    FOREIGN KEY (tenant, customer_set) REFERENCES patronage_customer_sets (tenant, code)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE patronage_sites (
    tenant       INTEGER NOT NULL,
    code         TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    customer_set TEXT    NOT NULL,
    doc          TEXT    NOT NULL,
    PRIMARY KEY (tenant, code),
    FOREIGN KEY (tenant, customer_set) REFERENCES patronage_customer_sets (tenant, code)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE patronage_segments (
    tenant  INTEGER NOT NULL REFERENCES patronage_tenants (id),
    code    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (tenant, code)
) STRICT, WITHOUT ROWID;

-- Rows of a kilobyte and more: a table with row ids keeps them out of the inner pages.
CREATE TABLE patronage_customers (
    tenant       INTEGER NOT NULL,
    id           BLOB    NOT NULL,
    version      INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    customer_set TEXT    NOT NULL,
    site         TEXT,
    login_key    TEXT,
    email_key    TEXT,
    external_key TEXT,
    name_key     TEXT,
    created_at   INTEGER NOT NULL,
    doc          TEXT    NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, customer_set) REFERENCES patronage_customer_sets (tenant, code)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, site) REFERENCES patronage_sites (tenant, code)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX patronage_customers_by_number ON patronage_customers (tenant, number);
CREATE UNIQUE INDEX patronage_customers_by_login
    ON patronage_customers (tenant, customer_set, login_key) WHERE login_key IS NOT NULL;
CREATE UNIQUE INDEX patronage_customers_by_email
    ON patronage_customers (tenant, customer_set, email_key) WHERE email_key IS NOT NULL;
CREATE UNIQUE INDEX patronage_customers_by_external_id
    ON patronage_customers (tenant, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX patronage_customers_by_creation ON patronage_customers (tenant, created_at, id);
CREATE INDEX patronage_customers_by_name ON patronage_customers (tenant, name_key, id);
-- For the deletion of a set, which SQLite refuses while a customer is in it.
CREATE INDEX patronage_customers_by_set ON patronage_customers (tenant, customer_set);

CREATE TABLE patronage_members (
    tenant       INTEGER NOT NULL,
    segment      TEXT    NOT NULL,
    customer     BLOB    NOT NULL,
    customer_set TEXT    NOT NULL,
    doc          TEXT    NOT NULL,
    PRIMARY KEY (tenant, segment, customer),
    FOREIGN KEY (tenant, segment) REFERENCES patronage_segments (tenant, code)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_members_by_customer ON patronage_members (tenant, customer, segment);

CREATE TABLE patronage_activity (
    tenant        INTEGER NOT NULL,
    customer      BLOB    NOT NULL,
    version       INTEGER NOT NULL,
    last_order_at INTEGER,
    doc           TEXT    NOT NULL,
    PRIMARY KEY (tenant, customer),
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_activity_by_last_order
    ON patronage_activity (tenant, last_order_at, customer) WHERE last_order_at IS NOT NULL;

-- What a customer spent in each currency: `minor` units, of which one has `scale` decimals.
CREATE TABLE patronage_spend (
    tenant   INTEGER NOT NULL,
    customer BLOB    NOT NULL,
    currency TEXT    NOT NULL,
    scale    INTEGER NOT NULL,
    minor    INTEGER NOT NULL,
    PRIMARY KEY (tenant, customer, currency),
    FOREIGN KEY (tenant, customer) REFERENCES patronage_activity (tenant, customer)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_spend_by_amount ON patronage_spend (tenant, currency, minor, customer);

CREATE TABLE patronage_orders (
    tenant    INTEGER NOT NULL,
    site      TEXT    NOT NULL,
    number    TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    customer  BLOB    NOT NULL,
    placed_at INTEGER NOT NULL,
    doc       TEXT    NOT NULL,
    PRIMARY KEY (tenant, site, number),
    FOREIGN KEY (tenant, site) REFERENCES patronage_sites (tenant, code)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX patronage_orders_by_customer
    ON patronage_orders (tenant, customer, placed_at, site, number);

-- The trail. It outlives what it tells of, so it refers to nothing.
CREATE TABLE patronage_events (
    tenant   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    customer BLOB,
    number   INTEGER,
    doc      TEXT    NOT NULL,
    PRIMARY KEY (tenant, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX patronage_events_by_customer
    ON patronage_events (tenant, customer, number) WHERE customer IS NOT NULL;

CREATE TABLE patronage_consumers (
    tenant  INTEGER NOT NULL REFERENCES patronage_tenants (id),
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

-- How many customers a set has (`segment` is empty) and how many members of a set a segment has.
CREATE TABLE patronage_counts (
    tenant       INTEGER NOT NULL REFERENCES patronage_tenants (id),
    segment      TEXT    NOT NULL,
    customer_set TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (tenant, segment, customer_set)
) STRICT, WITHOUT ROWID;

-- The views are for people with the `sqlite3` shell: ids as text, times as in RFC 3339. An `amount`
-- is text with its currency, exact to the last decimal; `minor` is the same in minor units, to
-- compare and sort by.

CREATE VIEW patronage_customers_view AS
SELECT tenants.name AS tenant,
       customers.number,
       customers.doc ->> '$.id' AS id,
       customers.doc ->> '$.kind' AS kind,
       customers.doc ->> '$.state' AS state,
       customers.customer_set,
       customers.site,
       customers.doc ->> '$.profile.external_id' AS external_id,
       customers.doc ->> '$.login_name' AS login_name,
       customers.doc ->> '$.profile.email' AS email,
       customers.doc ->> '$.profile.first_name' AS first_name,
       customers.doc ->> '$.profile.last_name' AS last_name,
       customers.doc ->> '$.created_at' AS created_at,
       coalesce(activity.doc ->> '$.order_count', 0) AS order_count,
       activity.doc ->> '$.last_order.placed_at' AS last_order_at,
       customers.version
FROM patronage_customers AS customers
JOIN patronage_tenants AS tenants ON tenants.id = customers.tenant
LEFT JOIN patronage_activity AS activity
       ON activity.tenant = customers.tenant AND activity.customer = customers.id;

CREATE VIEW patronage_spend_view AS
SELECT tenants.name AS tenant,
       customers.number,
       customers.doc ->> '$.id' AS id,
       customers.doc ->> '$.profile.email' AS email,
       customers.doc ->> '$.profile.first_name' AS first_name,
       customers.doc ->> '$.profile.last_name' AS last_name,
       customers.customer_set,
       customers.doc ->> '$.profile.external_id' AS external_id,
       spend.currency,
       spend.minor,
       CASE WHEN spend.minor < 0 THEN '-' ELSE '' END
           || CASE spend.scale
                  WHEN 0 THEN printf('%d', abs(spend.minor))
                  WHEN 1 THEN printf('%d.%01d', abs(spend.minor) / 10, abs(spend.minor) % 10)
                  WHEN 2 THEN printf('%d.%02d', abs(spend.minor) / 100, abs(spend.minor) % 100)
                  WHEN 3 THEN printf('%d.%03d', abs(spend.minor) / 1000, abs(spend.minor) % 1000)
                  ELSE printf('%d.%04d', abs(spend.minor) / 10000, abs(spend.minor) % 10000)
              END
           || ' ' || spend.currency AS amount
FROM patronage_spend AS spend
JOIN patronage_customers AS customers
  ON customers.tenant = spend.tenant AND customers.id = spend.customer
JOIN patronage_tenants AS tenants ON tenants.id = spend.tenant;

CREATE VIEW patronage_members_view AS
SELECT tenants.name AS tenant,
       members.segment,
       members.doc ->> '$.customer' AS customer,
       customers.number,
       members.customer_set,
       members.doc ->> '$.since' AS since
FROM patronage_members AS members
JOIN patronage_customers AS customers
  ON customers.tenant = members.tenant AND customers.id = members.customer
JOIN patronage_tenants AS tenants ON tenants.id = members.tenant;

CREATE VIEW patronage_orders_view AS
SELECT tenants.name AS tenant,
       orders.site,
       orders.number,
       orders.doc ->> '$.customer' AS customer,
       orders.doc ->> '$.placed_at' AS placed_at,
       orders.doc ->> '$.status' AS status,
       orders.doc ->> '$.total.amount' AS total,
       orders.doc ->> '$.total.currency' AS currency,
       orders.version
FROM patronage_orders AS orders
JOIN patronage_tenants AS tenants ON tenants.id = orders.tenant;

CREATE VIEW patronage_events_view AS
SELECT tenants.name AS tenant,
       events.position,
       events.doc ->> '$.at' AS at,
       events.doc ->> '$.kind' AS kind,
       events.doc ->> '$.customer' AS customer,
       events.number,
       events.doc -> '$.subject' AS subject,
       events.doc -> '$.author' AS author,
       events.doc ->> '$.site' AS site
FROM patronage_events AS events
JOIN patronage_tenants AS tenants ON tenants.id = events.tenant;
