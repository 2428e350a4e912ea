-- One client recorded twice: how he is recognised, and how two files become one and two again.

-- Into whose file this one was merged; such a file is put away too. What people could find it by, its survivor is found by.
ALTER TABLE clients ADD COLUMN merged_into BLOB;

ALTER TABLE clients ADD COLUMN alias_text TEXT;

CREATE INDEX clients_by_survivor ON clients (agency_id, merged_into) WHERE merged_into IS NOT NULL;

-- What a client is recognised by, each in the one form in which two spellings meet: 'email:…', 'tax:…', 'name:…'.
CREATE TABLE client_keys (
    agency_id BLOB NOT NULL,
    key TEXT NOT NULL,
    client_id BLOB NOT NULL,
    PRIMARY KEY (agency_id, key, client_id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
) STRICT;

CREATE INDEX client_keys_by_client ON client_keys (agency_id, client_id);

-- Files from before get the keys that SQL can tell; the others come with their next change.
INSERT INTO client_keys (agency_id, key, client_id)
SELECT agency_id, 'email:' || LOWER(email), id FROM clients WHERE email IS NOT NULL
UNION SELECT agency_id, 'iban:' || iban, id FROM clients WHERE iban IS NOT NULL
UNION SELECT agency_id, 'tax:' || UPPER(REPLACE(REPLACE(REPLACE(tax_id, ' ', ''), '.', ''), '-', '')), id FROM clients WHERE tax_id IS NOT NULL
UNION SELECT agency_id, 'name:' || sort_name, id FROM clients;

-- The merges, each with what it moved, so that exactly that can go back.
CREATE TABLE client_merges (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    from_id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    author_id BLOB NOT NULL,
    moved TEXT NOT NULL,
    merged_at INTEGER NOT NULL,
    undone_by BLOB,
    undone_at INTEGER,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, from_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, into_id) REFERENCES clients (agency_id, id)
) STRICT;

CREATE INDEX client_merges_by_from ON client_merges (agency_id, from_id, merged_at);

CREATE INDEX client_merges_by_into ON client_merges (agency_id, into_id, merged_at);
