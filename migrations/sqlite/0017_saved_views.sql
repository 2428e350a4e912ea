-- A list's query under a name, for oneself or for the whole firm.
CREATE TABLE saved_views (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, user_id, list, name),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

CREATE INDEX saved_views_by_list ON saved_views (agency_id, list, name, id);

-- Lists are filtered by line of business.
CREATE INDEX policies_by_line ON policies (agency_id, product_line, policy_number, id);
