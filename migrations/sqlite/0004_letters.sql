-- Letters that wait, went or failed; the links by which people choose a password; and who asked for one.

-- In which language a person is written to, and since when he has been invited without having answered.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en'));

ALTER TABLE users ADD COLUMN invited_at INTEGER;

-- The letters. A body is sealed, and erased once it went.
CREATE TABLE letters (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'password_reset')),
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    search_text TEXT NOT NULL,
    body BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    give_up_at INTEGER NOT NULL,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    PRIMARY KEY (agency_id, id)
) STRICT;

CREATE INDEX letters_by_creation ON letters (agency_id, created_at, id);

CREATE INDEX letters_by_next_try ON letters (state, next_try_at);

-- The links by which a person chooses a password, known by their hashes only.
CREATE TABLE password_links (
    agency_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (agency_id, hash),
    UNIQUE (hash),
    FOREIGN KEY (agency_id, user_id) REFERENCES users (agency_id, id)
) STRICT;

CREATE INDEX password_links_by_user ON password_links (agency_id, user_id, created_at);

-- Who says he forgot his password, known or not: written the same for everybody, answered and removed in the background.
CREATE TABLE password_requests (
    id BLOB NOT NULL PRIMARY KEY,
    email_identity TEXT NOT NULL,
    context TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
