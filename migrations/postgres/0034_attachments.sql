-- What people put with a client or a policy (pièces): a file with the name it came with, which is only shown.
-- What is taken away stays for thirty days, and can be brought back until then.
CREATE TABLE attachments (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    client_id uuid,
    policy_id uuid,
    file_name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png', 'webp', 'heic', 'tiff', 'docx', 'xlsx', 'odt', 'ods', 'eml', 'text')),
    file_key text NOT NULL,
    size_bytes bigint NOT NULL,
    checksum_sha256 text NOT NULL,
    author_id uuid NOT NULL,
    created_at bigint NOT NULL,
    removed_at bigint,
    removed_by uuid,
    removal_reason text,
    version bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    CHECK ((client_id IS NULL) <> (policy_id IS NULL)),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

CREATE INDEX attachments_by_client ON attachments (agency_id, client_id, created_at, id);

CREATE INDEX attachments_by_policy ON attachments (agency_id, policy_id, created_at, id);

CREATE INDEX attachments_by_removal ON attachments (agency_id, removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX attachments_by_file_key ON attachments (agency_id, file_key);

GRANT SELECT, INSERT, UPDATE, DELETE ON attachments TO monassurance_app;

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments FORCE ROW LEVEL SECURITY;
CREATE POLICY attachments_of_the_firm ON attachments USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
