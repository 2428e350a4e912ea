-- Who has a role in a policy beside its holder: who pays, who is insured, who drives. A client of the firm, or a mere name.
CREATE TABLE policy_parties (
    agency_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    id uuid NOT NULL,
    role text NOT NULL,
    client_id uuid,
    name text,
    since text,
    until text,
    note text,
    recorded_at bigint NOT NULL,
    PRIMARY KEY (agency_id, policy_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    CHECK ((client_id IS NULL) <> (name IS NULL))
);

CREATE INDEX policy_parties_by_client ON policy_parties (agency_id, client_id, policy_id) WHERE client_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON policy_parties TO monassurance_app;

ALTER TABLE policy_parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_parties FORCE ROW LEVEL SECURITY;
CREATE POLICY policy_parties_of_the_firm ON policy_parties USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
