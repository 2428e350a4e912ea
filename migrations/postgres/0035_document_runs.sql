-- Documents about many policies: each issued once, refused with its reason, and together in one file that is kept for a while.
CREATE TABLE document_runs (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('issuing', 'binding', 'done', 'cancelled', 'stopped')),
    output text NOT NULL CHECK (output IN ('merged', 'archive')),
    template_id uuid NOT NULL,
    template_version bigint NOT NULL,
    data text NOT NULL,
    author_id uuid NOT NULL,
    total bigint NOT NULL,
    tries bigint NOT NULL,
    try_after bigint NOT NULL,
    code text,
    file_key text,
    file_sha256 text,
    file_size bigint,
    file_documents bigint,
    file_until bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
);

CREATE INDEX document_runs_by_creation ON document_runs (agency_id, created_at, id);

-- Those with work to do, over all firms.
CREATE INDEX document_runs_under_way ON document_runs (updated_at) WHERE state IN ('issuing', 'binding');

-- Those whose file is still there.
CREATE INDEX document_runs_by_file ON document_runs (agency_id, file_key) WHERE file_key IS NOT NULL;

CREATE TABLE document_run_items (
    agency_id uuid NOT NULL,
    run_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'failed')),
    document_id uuid,
    code text,
    facts text,
    tries bigint NOT NULL,
    try_after bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (agency_id, run_id, policy_id),
    FOREIGN KEY (agency_id, run_id) REFERENCES document_runs (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

CREATE INDEX document_run_items_by_position ON document_run_items (agency_id, run_id, position, policy_id);

CREATE INDEX document_run_items_by_state ON document_run_items (agency_id, run_id, state, position, policy_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON document_runs, document_run_items TO monassurance_app;

-- The worker finds what is under way over all firms, by a purpose of its own; it reaches policies and documents as one firm's.
ALTER TABLE document_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY document_runs_of_the_firm ON document_runs USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'document runs');

ALTER TABLE document_run_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_run_items FORCE ROW LEVEL SECURITY;
CREATE POLICY document_run_items_of_the_firm ON document_run_items USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
