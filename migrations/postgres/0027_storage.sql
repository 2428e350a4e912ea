-- Where files are kept, and what lies where.

-- The places: one is in use, those before are kept as long as files lie there. Secrets stand here sealed only.
CREATE TABLE storage_configurations (
    id uuid NOT NULL PRIMARY KEY,
    place text NOT NULL UNIQUE,
    backend text NOT NULL CHECK (backend IN ('local', 's3', 'google_drive')),
    endpoint text,
    region text,
    bucket text,
    folder text,
    account text,
    secret bytea,
    secret_set_at bigint,
    secret_set_by text,
    in_use bigint NOT NULL CHECK (in_use IN (0, 1)),
    version bigint NOT NULL,
    updated_at bigint NOT NULL
);

CREATE UNIQUE INDEX storage_configurations_in_use ON storage_configurations (in_use) WHERE in_use = 1;

INSERT INTO storage_configurations (id, place, backend, in_use, version, updated_at) VALUES ('00000000-0000-7000-8000-000000000002', 'local', 'local', 1, 1, 0);

-- The book: where each file lies, and where a copy is left that it was moved away from.
CREATE TABLE stored_files (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    file_key text NOT NULL,
    storage_id uuid NOT NULL REFERENCES storage_configurations (id),
    left_id uuid REFERENCES storage_configurations (id),
    checksum_sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    kept_at bigint NOT NULL,
    taken_until bigint NOT NULL,
    failure text,
    PRIMARY KEY (agency_id, file_key)
);

CREATE INDEX stored_files_by_key ON stored_files (file_key);

CREATE INDEX stored_files_by_storage ON stored_files (storage_id, taken_until);

CREATE INDEX stored_files_left ON stored_files (left_id) WHERE left_id IS NOT NULL;

CREATE INDEX documents_by_file_key ON documents (agency_id, file_key);

CREATE INDEX mandate_documents_by_file_key ON mandate_documents (agency_id, file_key);

-- Files from before lie in this machine's folder.
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;

ALTER TABLE mandate_documents NO FORCE ROW LEVEL SECURITY;

INSERT INTO stored_files (agency_id, file_key, storage_id, checksum_sha256, size_bytes, kept_at, taken_until)
SELECT agency_id, file_key, '00000000-0000-7000-8000-000000000002'::uuid, checksum_sha256, size_bytes, created_at, 0 FROM documents
UNION
SELECT agency_id, file_key, '00000000-0000-7000-8000-000000000002'::uuid, checksum_sha256, size_bytes, uploaded_at, 0 FROM mandate_documents;

ALTER TABLE documents FORCE ROW LEVEL SECURITY;

ALTER TABLE mandate_documents FORCE ROW LEVEL SECURITY;

-- What the last round of cleaning found.
CREATE TABLE storage_sweeps (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    at bigint NOT NULL,
    looked_for bigint NOT NULL,
    removed bigint NOT NULL,
    missing bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON storage_configurations, storage_sweeps TO monassurance_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON stored_files TO monassurance_app;

-- Files are moved for all firms, by a purpose of its own.
ALTER TABLE stored_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE stored_files FORCE ROW LEVEL SECURITY;
CREATE POLICY stored_files_of_the_firm ON stored_files USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'storage');
