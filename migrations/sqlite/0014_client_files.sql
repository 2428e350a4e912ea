-- The file of a client grows: which scheme his numbers follow, the number by which his telephone is dialled from anywhere,
-- the people and the further addresses around him, the notes about him, and who looked after him until when.
ALTER TABLE clients ADD COLUMN phone_e164 TEXT;

ALTER TABLE clients ADD COLUMN tax_scheme TEXT;

ALTER TABLE clients ADD COLUMN national_scheme TEXT;

ALTER TABLE clients ADD COLUMN contacts TEXT;

ALTER TABLE clients ADD COLUMN addresses TEXT;

-- Files put away have their own list.
CREATE INDEX clients_put_away ON clients (agency_id, sort_name, id, archived_at) WHERE archived_at IS NOT NULL;

CREATE INDEX clients_put_away_by_owner ON clients (agency_id, owner_id, sort_name, id, archived_at) WHERE archived_at IS NOT NULL;

-- Notes about clients: dated, with their author, never changed.
CREATE TABLE client_notes (
    agency_id BLOB NOT NULL,
    client_id BLOB NOT NULL,
    id BLOB NOT NULL,
    body TEXT NOT NULL,
    author_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
) STRICT;

CREATE INDEX client_notes_by_client ON client_notes (agency_id, client_id, created_at, id);

-- From whom to whom a client was handed over.
CREATE TABLE client_hand_overs (
    agency_id BLOB NOT NULL,
    client_id BLOB NOT NULL,
    id BLOB NOT NULL,
    from_id BLOB NOT NULL,
    to_id BLOB NOT NULL,
    author_id BLOB NOT NULL,
    reason TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, client_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
) STRICT;
