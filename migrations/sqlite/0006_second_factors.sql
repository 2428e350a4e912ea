-- The second factor of people: authenticator apps, recovery codes, passkeys, and the roles from which a firm asks one.

-- The secrets shared with authenticator apps (RFC 6238), sealed. The last step used is remembered, so that a code works once.
CREATE TABLE one_time_secrets (
    agency_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    confirmed_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

-- The recovery codes, known by their hashes only.
CREATE TABLE recovery_codes (
    agency_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (agency_id, user_id, hash),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

-- The passkeys (Web Authentication, level 3): public keys and their counters.
CREATE TABLE passkeys (
    agency_id BLOB NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    credential_id BLOB NOT NULL,
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    PRIMARY KEY (agency_id, id),
    UNIQUE (credential_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

CREATE INDEX passkeys_by_user ON passkeys (agency_id, user_id, created_at);

-- Wrong codes in a row, by account.
CREATE TABLE wrong_codes (
    agency_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

-- The people whose factors an administrator removed, until they are told at their next sign-in.
CREATE TABLE factor_resets (
    agency_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    reset_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

-- The roles from which a firm asks a second factor.
CREATE TABLE factor_rules (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    role TEXT NOT NULL CHECK (role IN ('USER', 'MANAGER', 'ADMIN', 'SUPERADMIN')),
    PRIMARY KEY (agency_id, role)
) STRICT;
