-- What people put with a client or a policy (pièces): a file with the name it came with, which is only shown.
-- What is taken away stays for thirty days, and can be brought back until then.
CREATE TABLE attachments (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    client_id BLOB,
    policy_id BLOB,
    file_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png', 'webp', 'heic', 'tiff', 'docx', 'xlsx', 'odt', 'ods', 'eml', 'text')),
    file_key TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    checksum_sha256 TEXT NOT NULL,
    author_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    removed_by BLOB,
    removal_reason TEXT,
    version INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    CHECK ((client_id IS NULL) <> (policy_id IS NULL)),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

CREATE INDEX attachments_by_client ON attachments (agency_id, client_id, created_at, id);

CREATE INDEX attachments_by_policy ON attachments (agency_id, policy_id, created_at, id);

CREATE INDEX attachments_by_removal ON attachments (agency_id, removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX attachments_by_file_key ON attachments (agency_id, file_key);
