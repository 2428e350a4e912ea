-- One client recorded twice: how he is recognised, and how two files become one and two again.

-- Into whose file this one was merged; such a file is put away too. What people could find it by, its survivor is found by.
ALTER TABLE clients ADD COLUMN merged_into uuid;

ALTER TABLE clients ADD COLUMN alias_text text;

CREATE INDEX clients_by_survivor ON clients (agency_id, merged_into) WHERE merged_into IS NOT NULL;

-- What a client is recognised by, each in the one form in which two spellings meet: 'email:…', 'tax:…', 'name:…'.
CREATE TABLE client_keys (
    agency_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    client_id uuid NOT NULL,
    PRIMARY KEY (agency_id, key, client_id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
);

CREATE INDEX client_keys_by_client ON client_keys (agency_id, client_id);

-- Files from before get the keys that SQL can tell; the others come with their next change.
ALTER TABLE clients NO FORCE ROW LEVEL SECURITY;

INSERT INTO client_keys (agency_id, key, client_id)
SELECT agency_id, 'email:' || LOWER(email), id FROM clients WHERE email IS NOT NULL
UNION SELECT agency_id, 'iban:' || iban, id FROM clients WHERE iban IS NOT NULL
UNION SELECT agency_id, 'tax:' || UPPER(REPLACE(REPLACE(REPLACE(tax_id, ' ', ''), '.', ''), '-', '')), id FROM clients WHERE tax_id IS NOT NULL
UNION SELECT agency_id, 'name:' || sort_name, id FROM clients;

ALTER TABLE clients FORCE ROW LEVEL SECURITY;

-- The merges, each with what it moved, so that exactly that can go back.
CREATE TABLE client_merges (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    from_id uuid NOT NULL,
    into_id uuid NOT NULL,
    author_id uuid NOT NULL,
    moved text NOT NULL,
    merged_at bigint NOT NULL,
    undone_by uuid,
    undone_at bigint,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, from_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, into_id) REFERENCES clients (agency_id, id)
);

CREATE INDEX client_merges_by_from ON client_merges (agency_id, from_id, merged_at);

CREATE INDEX client_merges_by_into ON client_merges (agency_id, into_id, merged_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON client_keys, client_merges TO monassurance_app;

ALTER TABLE client_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY client_keys_of_the_firm ON client_keys USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE client_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_merges FORCE ROW LEVEL SECURITY;
CREATE POLICY client_merges_of_the_firm ON client_merges USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
