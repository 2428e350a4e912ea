-- The house: firms, users, clients, companies, policies, templates, documents and the audit log.
-- Instants are whole microseconds since 1970 in UTC; days and wall-clock moments are ISO 8601 texts, which sort as they are.

-- The firms. Not itself behind the firm's wall: it holds no client.
CREATE TABLE agencies (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    legal_form TEXT,
    address TEXT,
    phone TEXT,
    email TEXT,
    registration TEXT,
    legal_mentions TEXT NOT NULL,
    jurisdiction TEXT NOT NULL CHECK (jurisdiction IN ('FR', 'BE', 'CIMA')),
    currency TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX agencies_by_name ON agencies (sort_name, id);

-- The people who sign in. An e-mail identifies one person over all firms.
CREATE TABLE users (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    email TEXT NOT NULL,
    email_identity TEXT NOT NULL,
    full_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('USER', 'MANAGER', 'ADMIN', 'SUPERADMIN')),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    password_hash TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (email_identity)
) STRICT;

CREATE INDEX users_by_name ON users (agency_id, sort_name, id);

-- The devices on which people are signed in.
CREATE TABLE sessions (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('browser', 'program')),
    device_label TEXT,
    ip_address TEXT,
    user_agent TEXT,
    issued_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (agency_id, id),
    UNIQUE (id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

CREATE INDEX sessions_by_user ON sessions (agency_id, user_id, expires_at);

-- The refresh tokens, known by their hashes only.
CREATE TABLE refresh_tokens (
    agency_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    session_id BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (agency_id, hash),
    UNIQUE (hash),
    FOREIGN KEY (agency_id, session_id) REFERENCES sessions (agency_id, id)
) STRICT;

-- What browsers' cookies stand for: the store of tower-sessions.
CREATE TABLE web_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    record TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

-- The clients.
CREATE TABLE clients (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    display_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    legal_name TEXT,
    email TEXT,
    phone TEXT,
    address TEXT,
    birth_date TEXT,
    national_id TEXT,
    tax_id TEXT,
    iban TEXT,
    notes TEXT,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, owner_id) REFERENCES users (agency_id, id)
) STRICT;

CREATE INDEX clients_by_name ON clients (agency_id, sort_name, id);

CREATE INDEX clients_by_owner_name ON clients (agency_id, owner_id, sort_name, id);

CREATE INDEX clients_by_creation ON clients (agency_id, created_at, id);

CREATE INDEX clients_by_change ON clients (agency_id, updated_at, id);

-- The insurance companies.
CREATE TABLE companies (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    code TEXT NOT NULL,
    broker_code TEXT,
    email TEXT,
    phone TEXT,
    address TEXT,
    search_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, code)
) STRICT;

CREATE INDEX companies_by_name ON companies (agency_id, sort_name, id);

-- What the companies let the firm do.
CREATE TABLE mandates (
    agency_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('collect_premiums', 'issue_certificates', 'issue_cover_notes')),
    product_lines TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    PRIMARY KEY (agency_id, company_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
) STRICT;

-- The policies, with the terms that count now for the lists.
CREATE TABLE policies (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    client_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    policy_number TEXT NOT NULL,
    product_line TEXT NOT NULL,
    product_name TEXT NOT NULL,
    premium_minor INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    effective_date TEXT NOT NULL,
    expiry_date TEXT NOT NULL,
    tacit_renewal INTEGER NOT NULL CHECK (tacit_renewal IN (0, 1)),
    payment_frequency TEXT NOT NULL,
    search_text TEXT NOT NULL,
    current_version INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, company_id, policy_number),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
) STRICT;

CREATE INDEX policies_by_number ON policies (agency_id, policy_number, id);

CREATE INDEX policies_by_client ON policies (agency_id, client_id, policy_number);

CREATE INDEX policies_by_expiry ON policies (agency_id, expiry_date, id);

CREATE INDEX policies_by_start ON policies (agency_id, effective_date, id);

CREATE INDEX policies_by_creation ON policies (agency_id, created_at, id);

CREATE INDEX policies_by_change ON policies (agency_id, updated_at, id);

-- The versions of a policy's terms: the first, then the endorsements.
CREATE TABLE policy_versions (
    agency_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    effective_date TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    author_id BLOB NOT NULL,
    reason TEXT,
    terms TEXT NOT NULL,
    PRIMARY KEY (agency_id, policy_id, number),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

-- The dated facts of a policy's life. Its truth.
CREATE TABLE policy_facts (
    agency_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quoted', 'bound', 'suspended', 'reinstated', 'renewed', 'cancelled', 'voided', 'declined')),
    effective_at TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    author_id BLOB NOT NULL,
    reason TEXT,
    until_date TEXT,
    PRIMARY KEY (agency_id, policy_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

-- The life that follows from the facts, for lists: a cache, rebuilt with every step.
CREATE TABLE policy_states (
    agency_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    from_at TEXT NOT NULL,
    until_at TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (agency_id, policy_id, from_at),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

CREATE INDEX policy_states_by_state ON policy_states (agency_id, state, until_at);

-- The templates.
CREATE TABLE templates (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'cover_note', 'letter', 'notice', 'statement', 'bordereau', 'advice', 'other')),
    format TEXT NOT NULL CHECK (format IN ('pdf', 'html', 'xlsx')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    current_version INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER,
    PRIMARY KEY (agency_id, id)
) STRICT;

CREATE INDEX templates_by_name ON templates (agency_id, sort_name, id);

-- The immutable versions of the templates.
CREATE TABLE template_versions (
    agency_id BLOB NOT NULL,
    template_id BLOB NOT NULL,
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    checksum_sha256 TEXT NOT NULL,
    author_id BLOB,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, template_id, number),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
) STRICT;

-- The documents issued, each with what it was made from.
CREATE TABLE documents (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    client_id BLOB,
    policy_id BLOB,
    template_id BLOB NOT NULL,
    template_version_id BLOB NOT NULL,
    format TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('issued', 'revoked')),
    checksum_sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mime_type TEXT NOT NULL,
    verification_code TEXT NOT NULL,
    author_id BLOB NOT NULL,
    snapshot TEXT NOT NULL,
    engine TEXT NOT NULL,
    file_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (agency_id, id),
    UNIQUE (agency_id, number),
    FOREIGN KEY (agency_id, client_id) REFERENCES clients (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id),
    FOREIGN KEY (agency_id, template_id) REFERENCES templates (agency_id, id)
) STRICT;

CREATE INDEX documents_by_creation ON documents (agency_id, created_at, id);

CREATE INDEX documents_by_client ON documents (agency_id, client_id, created_at);

CREATE INDEX documents_by_policy ON documents (agency_id, policy_id, created_at);

-- The codes printed on documents, to find the firm of one that a third party checks.
CREATE TABLE document_codes (
    code TEXT NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL,
    document_id BLOB NOT NULL,
    FOREIGN KEY (agency_id, document_id) REFERENCES documents (agency_id, id)
) STRICT;

-- The last number given, by kind and year.
CREATE TABLE document_numbers (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (agency_id, kind, year)
) STRICT;

-- The signed links handed out.
CREATE TABLE document_links (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    document_id BLOB NOT NULL,
    author_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    single_use INTEGER NOT NULL CHECK (single_use IN (0, 1)),
    used_at INTEGER,
    revoked_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id),
    FOREIGN KEY (agency_id, document_id) REFERENCES documents (agency_id, id)
) STRICT;

CREATE INDEX document_links_by_document ON document_links (agency_id, document_id, created_at);

-- The audit log, a chain of hashes per firm.
CREATE TABLE audit_events (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL,
    occurred_at INTEGER NOT NULL,
    user_id BLOB,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    object_label TEXT NOT NULL,
    changes TEXT NOT NULL,
    ip_address TEXT,
    user_agent TEXT,
    request_id TEXT NOT NULL,
    door TEXT NOT NULL CHECK (door IN ('web', 'api', 'job', 'cli')),
    hash TEXT NOT NULL,
    PRIMARY KEY (agency_id, sequence)
) STRICT;

CREATE INDEX audit_events_by_object ON audit_events (agency_id, object_type, object_id, sequence);

CREATE INDEX audit_events_by_action ON audit_events (agency_id, action, sequence);

-- The end of each firm's chain.
CREATE TABLE audit_heads (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (agency_id)
) STRICT;

-- The answers to requests that carried an idempotency key.
CREATE TABLE idempotency_keys (
    agency_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER,
    body TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, user_id, key)
) STRICT;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
