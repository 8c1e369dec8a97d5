-- Definitions of attributes, and the keys by which the values of customers are unique and found.
--
-- A key is an integer or a text, and stays what it is: a column of the type ANY in a STRICT table
-- converts nothing, so that the text `1` and the number 1 are two keys.

CREATE TABLE patronage_attributes (
    tenant  INTEGER NOT NULL REFERENCES patronage_tenants (id),
    code    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (tenant, code)
) STRICT, WITHOUT ROWID;

-- The change of definitions that is in progress, and how far it has come. It is two records because
-- the first is a definition, by which everything else is decided, and the second grows with each
-- chunk of customers.
CREATE TABLE patronage_pending_change (
    tenant  INTEGER NOT NULL PRIMARY KEY REFERENCES patronage_tenants (id),
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL
) STRICT;

CREATE TABLE patronage_change_progress (
    tenant  INTEGER NOT NULL PRIMARY KEY REFERENCES patronage_tenants (id),
    version INTEGER NOT NULL,
    doc     TEXT    NOT NULL
) STRICT;

-- How many keys a customer has in the two tables below. It is for those who have none: they are
-- written without a look at these tables.
ALTER TABLE patronage_customers ADD COLUMN attribute_keys INTEGER NOT NULL DEFAULT 0;

-- What at most one customer of a set holds.
CREATE TABLE patronage_unique_attributes (
    tenant       INTEGER NOT NULL,
    customer_set TEXT    NOT NULL,
    attribute    TEXT    NOT NULL,
    key          ANY     NOT NULL,
    customer     BLOB    NOT NULL,
    PRIMARY KEY (tenant, customer_set, attribute, key),
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_unique_attributes_by_customer ON patronage_unique_attributes (customer);

-- What customers are found by. The set of the customer is here as well, so that they are counted
-- without a look at them.
CREATE TABLE patronage_filter_attributes (
    tenant       INTEGER NOT NULL,
    attribute    TEXT    NOT NULL,
    key          ANY     NOT NULL,
    customer     BLOB    NOT NULL,
    customer_set TEXT    NOT NULL,
    PRIMARY KEY (tenant, attribute, key, customer),
    FOREIGN KEY (tenant, customer) REFERENCES patronage_customers (tenant, id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX patronage_filter_attributes_by_customer ON patronage_filter_attributes (customer);

-- An index by customer does not begin with the tenant. Without statistics SQLite takes the rows of a
-- tenant for about as many as those of one of its customers, so that it may prefer the primary key,
-- which begins with the tenant as well, and look through all of them. An id says the tenant anyway,
-- and the columns of the primary key stand behind those of the index.
DROP INDEX patronage_members_by_customer;
CREATE INDEX patronage_members_by_customer ON patronage_members (customer);

-- What is left out of a definition is as when nothing is said.
CREATE VIEW patronage_attributes_view AS
SELECT tenants.name AS tenant,
       attributes.code,
       coalesce(
           attributes.doc ->> '$.definition.label."*"',
           attributes.doc ->> '$.definition.label'
       ) AS label,
       attributes.doc ->> '$.definition.input' AS input,
       coalesce(
           attributes.doc ->> '$.definition.data_type',
           CASE attributes.doc ->> '$.definition.input'
               WHEN 'date' THEN 'date'
               WHEN 'yes_no' THEN 'boolean'
               ELSE 'text'
           END
       ) AS data_type,
       coalesce(attributes.doc ->> '$.definition.display_group', 'admin_only') AS display_group,
       coalesce(attributes.doc ->> '$.definition.value_source', 'admin_entered') AS value_source,
       coalesce(attributes.doc -> '$.definition.required', '[]') AS required,
       coalesce(attributes.doc ->> '$.definition.active', 1) AS is_active,
       coalesce(attributes.doc ->> '$.definition.read_only', 0) AS is_read_only,
       coalesce(attributes.doc ->> '$.definition.unique', 0) AS is_unique,
       coalesce(attributes.doc ->> '$.definition.filterable', 0) AS is_filterable,
       coalesce(attributes.doc ->> '$.deleted', 0) AS is_deleted,
       attributes.doc -> '$.definition' AS definition,
       attributes.version
FROM patronage_attributes AS attributes
JOIN patronage_tenants AS tenants ON tenants.id = attributes.tenant;

-- One row for each value; an attribute that may have several has several. Values are text: numbers
-- with all their digits, dates as in ISO 8601, `yes` and `no`.
CREATE VIEW patronage_attribute_values_view AS
SELECT tenants.name AS tenant,
       customers.number,
       customers.doc ->> '$.id' AS id,
       customers.doc ->> '$.profile.email' AS email,
       customers.customer_set,
       held.key AS attribute,
       types.key AS type,
       CASE types.key
           WHEN 'yes_no' THEN CASE "values".value WHEN 1 THEN 'yes' ELSE 'no' END
           ELSE CAST("values".value AS TEXT)
       END AS value
FROM patronage_customers AS customers
JOIN patronage_tenants AS tenants ON tenants.id = customers.tenant
JOIN json_each(customers.doc, '$.attributes') AS types
JOIN json_each(types.value) AS held
JOIN json_each(CASE held.type WHEN 'array' THEN held.value ELSE json_array(held.value) END)
  AS "values"
WHERE types.key IN ('text', 'number', 'date', 'yes_no');
