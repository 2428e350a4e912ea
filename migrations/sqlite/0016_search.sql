-- The search: one entry for each record that is found, kept by triggers in the transaction of its record. Words of three
-- letters and more are found anywhere, by their trigrams; shorter ones at the beginning of a word (each text begins with a
-- space for that). See docs/decisions/0025-one-index-for-search.md.

-- What was stored before is found by its words and by its words without signs, as what is stored from now on.
UPDATE clients SET search_text = replace(replace(replace(replace(replace(replace(search_text, '-', ' '), '.', ' '), '@', ' '), '_', ' '), '/', ' '), '+', ' ') || ' ' || replace(replace(replace(replace(replace(replace(search_text, '-', ''), '.', ''), '@', ''), '_', ''), '/', ''), '+', '');

UPDATE policies SET search_text = replace(replace(replace(replace(replace(search_text, '-', ' '), '.', ' '), '_', ' '), '/', ' '), '+', ' ') || ' ' || replace(replace(replace(replace(replace(search_text, '-', ''), '.', ''), '_', ''), '/', ''), '+', '');

UPDATE companies SET search_text = replace(replace(search_text, '-', ' '), '.', ' ') || ' ' || replace(replace(search_text, '-', ''), '.', '');

-- The numbers of one firm's entries of one kind lie in one block of 2^32, so the index is read for this firm and kind alone.
CREATE TABLE search_entries (
    number INTEGER NOT NULL PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL CHECK (kind IN ('client', 'policy', 'document')),
    record_id BLOB NOT NULL,
    owner_id BLOB,
    text TEXT NOT NULL,
    UNIQUE (agency_id, kind, record_id)
) STRICT;

-- Which entries hold which three letters. It keeps neither the texts nor the places in them.
CREATE VIRTUAL TABLE search_grams USING fts5 (text, content = '', tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0);

CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_grams (rowid, text) VALUES (new.number, new.text);
END;

CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_grams (search_grams, rowid, text) VALUES ('delete', old.number, old.text);
END;

CREATE TRIGGER search_entries_changed AFTER UPDATE OF text ON search_entries WHEN old.text <> new.text BEGIN
    INSERT INTO search_grams (search_grams, rowid, text) VALUES ('delete', old.number, old.text);
    INSERT INTO search_grams (rowid, text) VALUES (new.number, new.text);
END;

-- Where new entries go in: it gives them their numbers.
CREATE VIEW search_new_entries AS SELECT agency_id, kind, record_id, owner_id, text FROM search_entries;

CREATE TRIGGER search_entries_numbered INSTEAD OF INSERT ON search_new_entries BEGIN
    INSERT INTO search_entries (number, agency_id, kind, record_id, owner_id, text)
    VALUES (
        COALESCE(
            (SELECT e.number + 1 FROM search_entries e WHERE e.number < ((((SELECT b.number FROM search_entries b WHERE b.agency_id = new.agency_id AND b.kind = new.kind LIMIT 1) >> 32) + 1) << 32) ORDER BY e.number DESC LIMIT 1),
            ((COALESCE((SELECT MAX(number) FROM search_entries), 0) >> 32) + 1) << 32
        ),
        new.agency_id, new.kind, new.record_id, new.owner_id, new.text
    );
END;

INSERT INTO search_new_entries SELECT agency_id, 'client', id, owner_id, ' ' || search_text FROM clients WHERE archived_at IS NULL;

INSERT INTO search_new_entries SELECT p.agency_id, 'policy', p.id, h.owner_id, ' ' || p.search_text || ' ' || h.search_text FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id;

INSERT INTO search_new_entries SELECT d.agency_id, 'document', d.id, COALESCE(h.owner_id, d.author_id), ' ' || lower(replace(d.number, '-', ' ')) || ' ' || lower(replace(d.number, '-', '')) || COALESCE(' ' || h.search_text, '') FROM documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id;

CREATE TRIGGER clients_searched AFTER INSERT ON clients WHEN new.archived_at IS NULL BEGIN
    INSERT INTO search_new_entries VALUES (new.agency_id, 'client', new.id, new.owner_id, ' ' || new.search_text);
END;

-- A client's words and owner are those of his policies and documents too.
CREATE TRIGGER clients_searched_anew AFTER UPDATE OF search_text, owner_id, archived_at ON clients
WHEN old.search_text <> new.search_text OR old.owner_id <> new.owner_id OR (old.archived_at IS NULL) <> (new.archived_at IS NULL) BEGIN
    DELETE FROM search_entries WHERE agency_id = new.agency_id AND kind = 'client' AND record_id = new.id AND new.archived_at IS NOT NULL;
    UPDATE search_entries SET owner_id = new.owner_id, text = ' ' || new.search_text WHERE agency_id = new.agency_id AND kind = 'client' AND record_id = new.id;
    INSERT INTO search_new_entries SELECT new.agency_id, 'client', new.id, new.owner_id, ' ' || new.search_text WHERE new.archived_at IS NULL AND old.archived_at IS NOT NULL;
    UPDATE search_entries SET owner_id = new.owner_id, text = (SELECT ' ' || p.search_text || ' ' || new.search_text FROM policies p WHERE p.agency_id = new.agency_id AND p.id = search_entries.record_id)
    WHERE agency_id = new.agency_id AND kind = 'policy' AND record_id IN (SELECT p.id FROM policies p WHERE p.agency_id = new.agency_id AND p.client_id = new.id);
    UPDATE search_entries SET owner_id = new.owner_id, text = (SELECT ' ' || lower(replace(d.number, '-', ' ')) || ' ' || lower(replace(d.number, '-', '')) || ' ' || new.search_text FROM documents d WHERE d.agency_id = new.agency_id AND d.id = search_entries.record_id)
    WHERE agency_id = new.agency_id AND kind = 'document' AND record_id IN (SELECT d.id FROM documents d WHERE d.agency_id = new.agency_id AND d.client_id = new.id);
END;

CREATE TRIGGER clients_not_searched AFTER DELETE ON clients BEGIN
    DELETE FROM search_entries WHERE agency_id = old.agency_id AND kind = 'client' AND record_id = old.id;
END;

CREATE TRIGGER policies_searched AFTER INSERT ON policies BEGIN
    INSERT INTO search_new_entries SELECT new.agency_id, 'policy', new.id, h.owner_id, ' ' || new.search_text || ' ' || h.search_text FROM clients h WHERE h.agency_id = new.agency_id AND h.id = new.client_id;
END;

CREATE TRIGGER policies_searched_anew AFTER UPDATE OF search_text, client_id ON policies
WHEN old.search_text <> new.search_text OR old.client_id <> new.client_id BEGIN
    UPDATE search_entries SET (owner_id, text) = (SELECT h.owner_id, ' ' || new.search_text || ' ' || h.search_text FROM clients h WHERE h.agency_id = new.agency_id AND h.id = new.client_id)
    WHERE agency_id = new.agency_id AND kind = 'policy' AND record_id = new.id;
END;

CREATE TRIGGER policies_not_searched AFTER DELETE ON policies BEGIN
    DELETE FROM search_entries WHERE agency_id = old.agency_id AND kind = 'policy' AND record_id = old.id;
END;

CREATE TRIGGER documents_searched AFTER INSERT ON documents BEGIN
    INSERT INTO search_new_entries SELECT new.agency_id, 'document', new.id, COALESCE(h.owner_id, new.author_id), ' ' || lower(replace(new.number, '-', ' ')) || ' ' || lower(replace(new.number, '-', '')) || COALESCE(' ' || h.search_text, '') FROM (SELECT 1) LEFT JOIN clients h ON h.agency_id = new.agency_id AND h.id = new.client_id;
END;

CREATE TRIGGER documents_searched_anew AFTER UPDATE OF client_id ON documents WHEN old.client_id IS NOT new.client_id BEGIN
    UPDATE search_entries SET (owner_id, text) = (SELECT COALESCE(h.owner_id, new.author_id), ' ' || lower(replace(new.number, '-', ' ')) || ' ' || lower(replace(new.number, '-', '')) || COALESCE(' ' || h.search_text, '') FROM (SELECT 1) LEFT JOIN clients h ON h.agency_id = new.agency_id AND h.id = new.client_id)
    WHERE agency_id = new.agency_id AND kind = 'document' AND record_id = new.id;
END;

CREATE TRIGGER documents_not_searched AFTER DELETE ON documents BEGIN
    DELETE FROM search_entries WHERE agency_id = old.agency_id AND kind = 'document' AND record_id = old.id;
END;
