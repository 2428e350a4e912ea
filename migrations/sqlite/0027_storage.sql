-- Where files are kept, and what lies where.

-- The places: one is in use, those before are kept as long as files lie there. Secrets stand here sealed only.
CREATE TABLE storage_configurations (
    id BLOB NOT NULL PRIMARY KEY,
    place TEXT NOT NULL UNIQUE,
    backend TEXT NOT NULL CHECK (backend IN ('local', 's3', 'google_drive')),
    endpoint TEXT,
    region TEXT,
    bucket TEXT,
    folder TEXT,
    account TEXT,
    secret BLOB,
    secret_set_at INTEGER,
    secret_set_by TEXT,
    in_use INTEGER NOT NULL CHECK (in_use IN (0, 1)),
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX storage_configurations_in_use ON storage_configurations (in_use) WHERE in_use = 1;

INSERT INTO storage_configurations (id, place, backend, in_use, version, updated_at) VALUES (X'00000000000070008000000000000002', 'local', 'local', 1, 1, 0);

-- The book: where each file lies, and where a copy is left that it was moved away from.
CREATE TABLE stored_files (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    file_key TEXT NOT NULL,
    storage_id BLOB NOT NULL REFERENCES storage_configurations (id),
    left_id BLOB REFERENCES storage_configurations (id),
    checksum_sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    taken_until INTEGER NOT NULL,
    failure TEXT,
    PRIMARY KEY (agency_id, file_key)
) STRICT;

CREATE INDEX stored_files_by_key ON stored_files (file_key);

CREATE INDEX stored_files_by_storage ON stored_files (storage_id, taken_until);

CREATE INDEX stored_files_left ON stored_files (left_id) WHERE left_id IS NOT NULL;

CREATE INDEX documents_by_file_key ON documents (agency_id, file_key);

CREATE INDEX mandate_documents_by_file_key ON mandate_documents (agency_id, file_key);

-- Files from before lie in this machine's folder.
INSERT INTO stored_files (agency_id, file_key, storage_id, checksum_sha256, size_bytes, kept_at, taken_until)
SELECT agency_id, file_key, X'00000000000070008000000000000002', checksum_sha256, size_bytes, created_at, 0 FROM documents
UNION
SELECT agency_id, file_key, X'00000000000070008000000000000002', checksum_sha256, size_bytes, uploaded_at, 0 FROM mandate_documents;

-- What the last round of cleaning found.
CREATE TABLE storage_sweeps (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    looked_for INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    missing INTEGER NOT NULL
) STRICT;
