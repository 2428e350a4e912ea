-- Who has a role in a policy beside its holder: who pays, who is insured, who drives. A client of the firm, or a mere name.
CREATE TABLE policy_parties (
    agency_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    id BLOB NOT NULL,
    role TEXT NOT NULL,
    client_id BLOB,
    name TEXT,
    since TEXT,
    until TEXT,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, policy_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    CHECK ((client_id IS NULL) <> (name IS NULL))
) STRICT;

CREATE INDEX policy_parties_by_client ON policy_parties (agency_id, client_id, policy_id) WHERE client_id IS NOT NULL;
