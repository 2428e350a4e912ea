-- A list's query under a name, for oneself or for the whole firm.
CREATE TABLE saved_views (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    list text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    shared boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, user_id, list, name),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

CREATE INDEX saved_views_by_list ON saved_views (agency_id, list, name, id);

-- Lists are filtered by line of business.
CREATE INDEX policies_by_line ON policies (agency_id, product_line, policy_number, id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO monassurance_app;

ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY saved_views_of_the_firm ON saved_views USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
