-- Documents, templates, users and the audit log are lists like others: each way to sort and filter them finds its index.
CREATE INDEX documents_by_number ON documents (agency_id, number, id);

CREATE INDEX documents_by_kind ON documents (agency_id, kind, created_at, id);

CREATE INDEX documents_by_kind_and_number ON documents (agency_id, kind, number, id);

-- Few documents are taken back; they would be looked for among all.
CREATE INDEX documents_revoked ON documents (agency_id, created_at, id) WHERE status = 'revoked';

CREATE INDEX templates_by_creation ON templates (agency_id, created_at, id);

CREATE INDEX templates_by_change ON templates (agency_id, updated_at, id);

CREATE INDEX users_by_creation ON users (agency_id, created_at, id);

-- The log is read by time.
CREATE INDEX audit_events_by_time ON audit_events (agency_id, occurred_at, id);

CREATE INDEX audit_events_by_action_and_time ON audit_events (agency_id, action, occurred_at, id);

CREATE INDEX audit_events_by_object_type ON audit_events (agency_id, object_type, occurred_at, id);

CREATE INDEX audit_events_by_object_id ON audit_events (agency_id, object_id, occurred_at, id);

CREATE INDEX audit_events_by_person ON audit_events (agency_id, user_id, occurred_at, id);

CREATE INDEX audit_events_by_address ON audit_events (agency_id, ip_address, occurred_at, id);

CREATE INDEX audit_events_by_request ON audit_events (agency_id, request_id, occurred_at, id);

-- Nothing reads the log by action in the order of the chain any more.
DROP INDEX audit_events_by_action;

-- Files from before there were keys got those that SQL can tell. The others, such as the sound of a name, are given to them in
-- the background; these wait.
CREATE TABLE clients_without_keys (
    agency_id BLOB NOT NULL,
    client_id BLOB NOT NULL,
    PRIMARY KEY (agency_id, client_id),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id)
) STRICT;

INSERT INTO clients_without_keys (agency_id, client_id)
SELECT c.agency_id, c.id FROM clients c
WHERE NOT EXISTS (SELECT 1 FROM client_keys k WHERE k.agency_id = c.agency_id AND k.client_id = c.id AND k.key LIKE 'near:%');
