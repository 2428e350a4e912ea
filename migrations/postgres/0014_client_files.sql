-- The file of a client grows: which scheme his numbers follow, the number by which his telephone is dialled from anywhere,
-- the people and the further addresses around him, the notes about him, and who looked after him until when.
ALTER TABLE clients ADD COLUMN phone_e164 text;

ALTER TABLE clients ADD COLUMN tax_scheme text;

ALTER TABLE clients ADD COLUMN national_scheme text;

ALTER TABLE clients ADD COLUMN contacts text;

ALTER TABLE clients ADD COLUMN addresses text;

-- Files put away have their own list.
CREATE INDEX clients_put_away ON clients (agency_id, sort_name, id, archived_at) WHERE archived_at IS NOT NULL;

CREATE INDEX clients_put_away_by_owner ON clients (agency_id, owner_id, sort_name, id, archived_at) WHERE archived_at IS NOT NULL;

-- Notes about clients: dated, with their author, never changed.
CREATE TABLE client_notes (
    agency_id uuid NOT NULL,
    client_id uuid NOT NULL,
    id uuid NOT NULL,
    body text NOT NULL,
    author_id uuid NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
);

CREATE INDEX client_notes_by_client ON client_notes (agency_id, client_id, created_at, id);

-- From whom to whom a client was handed over.
CREATE TABLE client_hand_overs (
    agency_id uuid NOT NULL,
    client_id uuid NOT NULL,
    id uuid NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    author_id uuid NOT NULL,
    reason text,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, client_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON client_notes, client_hand_overs TO monassurance_app;

ALTER TABLE client_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY client_notes_of_the_firm ON client_notes USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE client_hand_overs ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_hand_overs FORCE ROW LEVEL SECURITY;
CREATE POLICY client_hand_overs_of_the_firm ON client_hand_overs USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
