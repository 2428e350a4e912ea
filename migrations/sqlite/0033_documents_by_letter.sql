-- Documents go by letter, too.
CREATE TABLE letters_anew (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'password_reset', 'factors_reset', 'password_changed', 'document')),
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

INSERT INTO letters_anew (agency_id, id, kind, recipient, recipient_name, subject, search_text, body, state, attempts, next_try_at, give_up_at, last_error, created_at, sent_at)
SELECT agency_id, id, kind, recipient, recipient_name, subject, search_text, body, state, attempts, next_try_at, give_up_at, last_error, created_at, sent_at FROM letters;

DROP TABLE letters;

ALTER TABLE letters_anew RENAME TO letters;

CREATE INDEX letters_by_creation ON letters (agency_id, created_at, id);

CREATE INDEX letters_by_next_try ON letters (state, next_try_at);

-- The letter by which a link went, where it went by one.
ALTER TABLE document_links ADD COLUMN letter_id BLOB;
