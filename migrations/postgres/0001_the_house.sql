-- The house: firms, users, clients, companies, policies, templates, documents and the audit log.
-- Instants are whole microseconds since 1970 in UTC; days and wall-clock moments are ISO 8601 texts, which sort as they are.

-- The firms. Not itself behind the firm's wall: it holds no client.
CREATE TABLE agencies (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    legal_form text,
    address text,
    phone text,
    email text,
    registration text,
    legal_mentions text NOT NULL,
    jurisdiction text NOT NULL CHECK (jurisdiction IN ('FR', 'BE', 'CIMA')),
    currency text NOT NULL,
    time_zone text NOT NULL,
    active boolean NOT NULL,
    created_at bigint NOT NULL
);

CREATE INDEX agencies_by_name ON agencies (sort_name, id);

-- The people who sign in. An e-mail identifies one person over all firms.
CREATE TABLE users (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    email text NOT NULL,
    email_identity text NOT NULL,
    full_name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    role text NOT NULL CHECK (role IN ('USER', 'MANAGER', 'ADMIN', 'SUPERADMIN')),
    active boolean NOT NULL,
    password_hash text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (email_identity)
);

CREATE INDEX users_by_name ON users (agency_id, sort_name, id);

-- The devices on which people are signed in.
CREATE TABLE sessions (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('browser', 'program')),
    device_label text,
    ip_address text,
    user_agent text,
    issued_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (agency_id, id),
    UNIQUE (id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

CREATE INDEX sessions_by_user ON sessions (agency_id, user_id, expires_at);

-- The refresh tokens, known by their hashes only.
CREATE TABLE refresh_tokens (
    agency_id uuid NOT NULL,
    hash bytea NOT NULL,
    session_id uuid NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    PRIMARY KEY (agency_id, hash),
    UNIQUE (hash),
    FOREIGN KEY (agency_id, session_id) REFERENCES sessions (agency_id, id)
);

-- What browsers' cookies stand for: the store of tower-sessions.
CREATE TABLE web_sessions (
    id text NOT NULL PRIMARY KEY,
    record text NOT NULL,
    expires_at bigint NOT NULL
);

CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

-- The clients.
CREATE TABLE clients (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'organisation')),
    display_name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    first_name text,
    last_name text,
    legal_name text,
    email text,
    phone text,
    address text,
    birth_date text,
    national_id text,
    tax_id text,
    iban text,
    notes text,
    search_text text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    archived_at bigint,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, owner_id) REFERENCES users (agency_id, id)
);

CREATE INDEX clients_by_name ON clients (agency_id, sort_name, id);

CREATE INDEX clients_by_owner_name ON clients (agency_id, owner_id, sort_name, id);

CREATE INDEX clients_by_creation ON clients (agency_id, created_at, id);

CREATE INDEX clients_by_change ON clients (agency_id, updated_at, id);

-- The insurance companies.
CREATE TABLE companies (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    broker_code text,
    email text,
    phone text,
    address text,
    search_text text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, code)
);

CREATE INDEX companies_by_name ON companies (agency_id, sort_name, id);

-- What the companies let the firm do.
CREATE TABLE mandates (
    agency_id uuid NOT NULL,
    company_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('collect_premiums', 'issue_certificates', 'issue_cover_notes')),
    product_lines text NOT NULL,
    valid_from text NOT NULL,
    valid_until text,
    PRIMARY KEY (agency_id, company_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
);

-- The policies, with the terms that count now for the lists.
CREATE TABLE policies (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    company_id uuid NOT NULL,
    policy_number text COLLATE "C" NOT NULL,
    product_line text NOT NULL,
    product_name text NOT NULL,
    premium_minor bigint NOT NULL,
    currency char(3) NOT NULL CHECK (length(currency) = 3),
    effective_date text COLLATE "C" NOT NULL,
    expiry_date text COLLATE "C" NOT NULL,
    tacit_renewal boolean NOT NULL,
    payment_frequency text NOT NULL,
    search_text text NOT NULL,
    current_version bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, company_id, policy_number),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
);

CREATE INDEX policies_by_number ON policies (agency_id, policy_number, id);

CREATE INDEX policies_by_client ON policies (agency_id, client_id, policy_number);

CREATE INDEX policies_by_expiry ON policies (agency_id, expiry_date, id);

CREATE INDEX policies_by_start ON policies (agency_id, effective_date, id);

CREATE INDEX policies_by_creation ON policies (agency_id, created_at, id);

CREATE INDEX policies_by_change ON policies (agency_id, updated_at, id);

-- The versions of a policy's terms: the first, then the endorsements.
CREATE TABLE policy_versions (
    agency_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    number bigint NOT NULL,
    effective_date text NOT NULL,
    recorded_at bigint NOT NULL,
    author_id uuid NOT NULL,
    reason text,
    terms text NOT NULL,
    PRIMARY KEY (agency_id, policy_id, number),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

-- The dated facts of a policy's life. Its truth.
CREATE TABLE policy_facts (
    agency_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('quoted', 'bound', 'suspended', 'reinstated', 'renewed', 'cancelled', 'voided', 'declined')),
    effective_at text NOT NULL,
    recorded_at bigint NOT NULL,
    author_id uuid NOT NULL,
    reason text,
    until_date text,
    PRIMARY KEY (agency_id, policy_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

-- The life that follows from the facts, for lists: a cache, rebuilt with every step.
CREATE TABLE policy_states (
    agency_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    from_at text COLLATE "C" NOT NULL,
    until_at text COLLATE "C" NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (agency_id, policy_id, from_at),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

CREATE INDEX policy_states_by_state ON policy_states (agency_id, state, until_at);

-- The templates.
CREATE TABLE templates (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('certificate', 'cover_note', 'letter', 'notice', 'statement', 'bordereau', 'advice', 'other')),
    format text NOT NULL CHECK (format IN ('pdf', 'html', 'xlsx')),
    language text NOT NULL CHECK (language IN ('fr', 'en')),
    current_version bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    archived_at bigint,
    PRIMARY KEY (agency_id, id)
);

CREATE INDEX templates_by_name ON templates (agency_id, sort_name, id);

-- The immutable versions of the templates.
CREATE TABLE template_versions (
    agency_id uuid NOT NULL,
    template_id uuid NOT NULL,
    id uuid NOT NULL,
    number bigint NOT NULL,
    content text NOT NULL,
    checksum_sha256 text NOT NULL,
    author_id uuid,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, template_id, number),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
);

-- The documents issued, each with what it was made from.
CREATE TABLE documents (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    language text NOT NULL,
    client_id uuid,
    policy_id uuid,
    template_id uuid NOT NULL,
    template_version_id uuid NOT NULL,
    format text NOT NULL,
    status text NOT NULL CHECK (status IN ('issued', 'revoked')),
    checksum_sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    mime_type text NOT NULL,
    verification_code text NOT NULL,
    author_id uuid NOT NULL,
    snapshot text NOT NULL,
    engine text NOT NULL,
    file_key text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, number),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
);

CREATE INDEX documents_by_creation ON documents (agency_id, created_at, id);

CREATE INDEX documents_by_client ON documents (agency_id, client_id, created_at);

CREATE INDEX documents_by_policy ON documents (agency_id, policy_id, created_at);

-- The codes printed on documents, to find the firm of one that a third party checks.
CREATE TABLE document_codes (
    code text NOT NULL PRIMARY KEY,
    agency_id uuid NOT NULL,
    document_id uuid NOT NULL,
    FOREIGN KEY (agency_id, document_id) REFERENCES documents (agency_id, id)
);

-- The last number given, by kind and year.
CREATE TABLE document_numbers (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    kind text NOT NULL,
    year bigint NOT NULL,
    last_number bigint NOT NULL,
    PRIMARY KEY (agency_id, kind, year)
);

-- The signed links handed out.
CREATE TABLE document_links (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    author_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    single_use boolean NOT NULL,
    used_at bigint,
    revoked_at bigint,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, document_id) REFERENCES documents (agency_id, id)
);

CREATE INDEX document_links_by_document ON document_links (agency_id, document_id, created_at);

-- The audit log, a chain of hashes per firm.
CREATE TABLE audit_events (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    sequence bigint NOT NULL,
    id uuid NOT NULL,
    occurred_at bigint NOT NULL,
    user_id uuid,
    actor text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    object_label text NOT NULL,
    changes text NOT NULL,
    ip_address text,
    user_agent text,
    request_id text NOT NULL,
    door text NOT NULL CHECK (door IN ('web', 'api', 'job', 'cli')),
    hash text NOT NULL,
    PRIMARY KEY (agency_id, sequence)
);

CREATE INDEX audit_events_by_object ON audit_events (agency_id, object_type, object_id, sequence);

CREATE INDEX audit_events_by_action ON audit_events (agency_id, action, sequence);

-- The end of each firm's chain.
CREATE TABLE audit_heads (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    sequence bigint NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (agency_id)
);

-- The answers to requests that carried an idempotency key.
CREATE TABLE idempotency_keys (
    agency_id uuid NOT NULL,
    user_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status bigint,
    body text,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, user_id, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- The second wall: the program works as a role that owns nothing, and sees the rows of one firm at a time. The role is the
-- cluster's, so another database, or another instance at the same moment, may have made it already.
DO $$
BEGIN
    CREATE ROLE monassurance_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'monassurance_app', 'MEMBER') THEN
        EXECUTE format('GRANT monassurance_app TO %I', current_user);
    END IF;
END
$$;
DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO monassurance_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO monassurance_app', current_schema());
END
$$;
-- What happened cannot be made not to have happened.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM monassurance_app;
-- A firm is never removed by the program, and the schema's own record is not its business.
REVOKE DELETE, TRUNCATE ON agencies FROM monassurance_app;
REVOKE ALL ON _sqlx_migrations FROM monassurance_app;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_of_the_firm ON users USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_of_the_firm ON sessions USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY refresh_tokens_of_the_firm ON refresh_tokens USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
ALTER TABLE clients FORCE ROW LEVEL SECURITY;
CREATE POLICY clients_of_the_firm ON clients USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;
CREATE POLICY companies_of_the_firm ON companies USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE mandates ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandates FORCE ROW LEVEL SECURITY;
CREATE POLICY mandates_of_the_firm ON mandates USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;
CREATE POLICY policies_of_the_firm ON policies USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE policy_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY policy_versions_of_the_firm ON policy_versions USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE policy_facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_facts FORCE ROW LEVEL SECURITY;
CREATE POLICY policy_facts_of_the_firm ON policy_facts USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE policy_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_states FORCE ROW LEVEL SECURITY;
CREATE POLICY policy_states_of_the_firm ON policy_states USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE templates FORCE ROW LEVEL SECURITY;
CREATE POLICY templates_of_the_firm ON templates USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE template_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE template_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY template_versions_of_the_firm ON template_versions USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY documents_of_the_firm ON documents USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE document_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY document_numbers_of_the_firm ON document_numbers USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE document_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_links FORCE ROW LEVEL SECURITY;
CREATE POLICY document_links_of_the_firm ON document_links USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_events_of_the_firm ON audit_events USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_heads_of_the_firm ON audit_heads USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_keys_of_the_firm ON idempotency_keys USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
