-- Letters that wait, went or failed; the links by which people choose a password; and who asked for one.

-- In which language a person is written to, and since when he has been invited without having answered.
ALTER TABLE users ADD COLUMN language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en'));

ALTER TABLE users ADD COLUMN invited_at bigint;

-- The letters. A body is sealed, and erased once it went.
CREATE TABLE letters (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invitation', 'password_reset')),
    recipient text NOT NULL,
    recipient_name text NOT NULL,
    subject text NOT NULL,
    search_text text NOT NULL,
    body bytea,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts bigint NOT NULL,
    next_try_at bigint NOT NULL,
    give_up_at bigint NOT NULL,
    last_error text,
    created_at bigint NOT NULL,
    sent_at bigint,
    PRIMARY KEY (agency_id, id)
);

CREATE INDEX letters_by_creation ON letters (agency_id, created_at, id);

CREATE INDEX letters_by_next_try ON letters (state, next_try_at);

-- The links by which a person chooses a password, known by their hashes only.
CREATE TABLE password_links (
    agency_id uuid NOT NULL,
    hash bytea NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    PRIMARY KEY (agency_id, hash),
    UNIQUE (hash),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
);

CREATE INDEX password_links_by_user ON password_links (agency_id, user_id, created_at);

-- Who says he forgot his password, known or not: written the same for everybody, answered and removed in the background.
CREATE TABLE password_requests (
    id uuid NOT NULL PRIMARY KEY,
    email_identity text NOT NULL,
    context text NOT NULL,
    created_at bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON letters, password_links, password_requests TO monassurance_app;

-- The postman works for all firms, by a purpose of his own.
ALTER TABLE letters ENABLE ROW LEVEL SECURITY;
ALTER TABLE letters FORCE ROW LEVEL SECURITY;
CREATE POLICY letters_of_the_firm ON letters USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'mail');

ALTER TABLE password_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_links FORCE ROW LEVEL SECURITY;
CREATE POLICY password_links_of_the_firm ON password_links USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'sign_in');
