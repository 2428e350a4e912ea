-- The second factor of people: authenticator apps, recovery codes, passkeys, and the roles from which a firm asks one.

-- The secrets shared with authenticator apps (RFC 6238), sealed. The last step used is remembered, so that a code works once.
CREATE TABLE one_time_secrets (
    agency_id uuid NOT NULL,
    user_id uuid NOT NULL,
    sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    confirmed_at bigint,
    created_at bigint NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

-- The recovery codes, known by their hashes only.
CREATE TABLE recovery_codes (
    agency_id uuid NOT NULL,
    user_id uuid NOT NULL,
    hash bytea NOT NULL,
    created_at bigint NOT NULL,
    used_at bigint,
    PRIMARY KEY (agency_id, user_id, hash),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

-- The passkeys (Web Authentication, level 3): public keys and their counters.
CREATE TABLE passkeys (
    agency_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    credential text NOT NULL,
    name text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint,
    PRIMARY KEY (agency_id, id),
    UNIQUE (credential_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

CREATE INDEX passkeys_by_user ON passkeys (agency_id, user_id, created_at);

-- Wrong codes in a row, by account.
CREATE TABLE wrong_codes (
    agency_id uuid NOT NULL,
    user_id uuid NOT NULL,
    count bigint NOT NULL,
    last_at bigint NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

-- The people whose factors an administrator removed, until they are told at their next sign-in.
CREATE TABLE factor_resets (
    agency_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reset_at bigint NOT NULL,
    PRIMARY KEY (agency_id, user_id),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

-- The roles from which a firm asks a second factor.
CREATE TABLE factor_rules (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    role text NOT NULL CHECK (role IN ('USER', 'MANAGER', 'ADMIN', 'SUPERADMIN')),
    PRIMARY KEY (agency_id, role)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_secrets, recovery_codes, passkeys, wrong_codes, factor_resets, factor_rules TO monassurance_app;

ALTER TABLE one_time_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE one_time_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY one_time_secrets_of_the_firm ON one_time_secrets USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY recovery_codes_of_the_firm ON recovery_codes USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkeys FORCE ROW LEVEL SECURITY;
CREATE POLICY passkeys_of_the_firm ON passkeys USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE wrong_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE wrong_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY wrong_codes_of_the_firm ON wrong_codes USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE factor_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE factor_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY factor_rules_of_the_firm ON factor_rules USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');

ALTER TABLE factor_resets ENABLE ROW LEVEL SECURITY;
ALTER TABLE factor_resets FORCE ROW LEVEL SECURITY;
CREATE POLICY factor_resets_of_the_firm ON factor_resets USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');
