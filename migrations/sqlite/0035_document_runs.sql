-- Documents about many policies: each issued once, refused with its reason, and together in one file that is kept for a while.
CREATE TABLE document_runs (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issuing', 'binding', 'done', 'cancelled', 'stopped')),
    output TEXT NOT NULL CHECK (output IN ('merged', 'archive')),
    template_id BLOB NOT NULL,
    template_version INTEGER NOT NULL,
    data TEXT NOT NULL,
    author_id BLOB NOT NULL,
    total INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    try_after INTEGER NOT NULL,
    code TEXT,
    file_key TEXT,
    file_sha256 TEXT,
    file_size INTEGER,
    file_documents INTEGER,
    file_until INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
) STRICT;

CREATE INDEX document_runs_by_creation ON document_runs (agency_id, created_at, id);

-- Those with work to do, over all firms.
CREATE INDEX document_runs_under_way ON document_runs (updated_at) WHERE state IN ('issuing', 'binding');

-- Those whose file is still there.
CREATE INDEX document_runs_by_file ON document_runs (agency_id, file_key) WHERE file_key IS NOT NULL;

CREATE TABLE document_run_items (
    agency_id BLOB NOT NULL,
    run_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'failed')),
    document_id BLOB,
    code TEXT,
    facts TEXT,
    tries INTEGER NOT NULL,
    try_after INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (agency_id, run_id, policy_id),
    FOREIGN KEY (agency_id, run_id) REFERENCES document_runs (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

CREATE INDEX document_run_items_by_position ON document_run_items (agency_id, run_id, position, policy_id);

CREATE INDEX document_run_items_by_state ON document_run_items (agency_id, run_id, state, position, policy_id);
