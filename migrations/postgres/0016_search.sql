-- The search: one entry for each record that is found, kept by triggers in the transaction of its record. Words of three
-- letters and more are found anywhere, by their trigrams; shorter ones at the beginning of a word (each text begins with a
-- space for that). See docs/decisions/0025-one-index-for-search.md.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The firm stands in the index beside the letters.
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Every firm's rows, which only the owner of the tables can reach, and only so.
ALTER TABLE clients NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies NO FORCE ROW LEVEL SECURITY;
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE companies NO FORCE ROW LEVEL SECURITY;

-- What was stored before is found by its words and by its words without signs, as what is stored from now on.
UPDATE clients SET search_text = translate(search_text, '-.@_/+', '      ') || ' ' || translate(search_text, '-.@_/+', '');

UPDATE policies SET search_text = translate(search_text, '-._/+', '     ') || ' ' || translate(search_text, '-._/+', '');

UPDATE companies SET search_text = translate(search_text, '-.', '  ') || ' ' || translate(search_text, '-.', '');

CREATE TABLE search_entries (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    kind text NOT NULL CHECK (kind IN ('client', 'policy', 'document')),
    record_id uuid NOT NULL,
    owner_id uuid,
    text text COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, kind, record_id)
);

INSERT INTO search_entries SELECT agency_id, 'client', id, owner_id, ' ' || search_text FROM clients WHERE archived_at IS NULL;

INSERT INTO search_entries SELECT p.agency_id, 'policy', p.id, h.owner_id, ' ' || p.search_text || ' ' || h.search_text FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id;

INSERT INTO search_entries SELECT d.agency_id, 'document', d.id, COALESCE(h.owner_id, d.author_id), ' ' || lower(replace(d.number, '-', ' ')) || ' ' || lower(replace(d.number, '-', '')) || COALESCE(' ' || h.search_text, '') FROM documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id;

CREATE INDEX search_entries_of_clients ON search_entries USING gin (agency_id, text gin_trgm_ops) WHERE kind = 'client';

CREATE INDEX search_entries_of_policies ON search_entries USING gin (agency_id, text gin_trgm_ops) WHERE kind = 'policy';

CREATE INDEX search_entries_of_documents ON search_entries USING gin (agency_id, text gin_trgm_ops) WHERE kind = 'document';

ALTER TABLE clients FORCE ROW LEVEL SECURITY;
ALTER TABLE policies FORCE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON search_entries TO monassurance_app;

-- Behind the wall no condition of a query is looked up in an index unless its operator is known to tell nothing of other
-- firms' rows, and LIKE is not. So the words that are searched for stand in the wall itself: it lets through the rows of
-- the firm, and of those only what holds the words of the transaction, where it has any.
ALTER TABLE search_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY search_entries_of_the_firm ON search_entries
    USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
        AND text LIKE COALESCE(NULLIF(current_setting('app.word_1', true), ''), '%')
        AND text LIKE COALESCE(NULLIF(current_setting('app.word_2', true), ''), '%')
        AND text LIKE COALESCE(NULLIF(current_setting('app.word_3', true), ''), '%'))
    WITH CHECK (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

CREATE FUNCTION search_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search_entries WHERE agency_id = OLD.agency_id AND kind = 'client' AND record_id = OLD.id;
        RETURN NULL;
    END IF;
    IF NEW.archived_at IS NOT NULL THEN
        DELETE FROM search_entries WHERE agency_id = NEW.agency_id AND kind = 'client' AND record_id = NEW.id;
    ELSE
        INSERT INTO search_entries VALUES (NEW.agency_id, 'client', NEW.id, NEW.owner_id, ' ' || NEW.search_text)
        ON CONFLICT (agency_id, kind, record_id) DO UPDATE SET owner_id = excluded.owner_id, text = excluded.text;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- A client's words and owner are those of his policies and documents too.
        UPDATE search_entries e SET owner_id = NEW.owner_id, text = ' ' || p.search_text || ' ' || NEW.search_text
        FROM policies p WHERE p.agency_id = NEW.agency_id AND p.client_id = NEW.id
        AND e.agency_id = NEW.agency_id AND e.kind = 'policy' AND e.record_id = p.id;
        UPDATE search_entries e SET owner_id = NEW.owner_id, text = ' ' || lower(replace(d.number, '-', ' ')) || ' ' || lower(replace(d.number, '-', '')) || ' ' || NEW.search_text
        FROM documents d WHERE d.agency_id = NEW.agency_id AND d.client_id = NEW.id
        AND e.agency_id = NEW.agency_id AND e.kind = 'document' AND e.record_id = d.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search_entries WHERE agency_id = OLD.agency_id AND kind = 'policy' AND record_id = OLD.id;
        RETURN NULL;
    END IF;
    INSERT INTO search_entries SELECT NEW.agency_id, 'policy', NEW.id, h.owner_id, ' ' || NEW.search_text || ' ' || h.search_text FROM clients h WHERE h.agency_id = NEW.agency_id AND h.id = NEW.client_id
    ON CONFLICT (agency_id, kind, record_id) DO UPDATE SET owner_id = excluded.owner_id, text = excluded.text;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search_entries WHERE agency_id = OLD.agency_id AND kind = 'document' AND record_id = OLD.id;
        RETURN NULL;
    END IF;
    INSERT INTO search_entries SELECT NEW.agency_id, 'document', NEW.id, COALESCE(h.owner_id, NEW.author_id), ' ' || lower(replace(NEW.number, '-', ' ')) || ' ' || lower(replace(NEW.number, '-', '')) || COALESCE(' ' || h.search_text, '')
    FROM (SELECT 1) AS one LEFT JOIN clients h ON h.agency_id = NEW.agency_id AND h.id = NEW.client_id
    ON CONFLICT (agency_id, kind, record_id) DO UPDATE SET owner_id = excluded.owner_id, text = excluded.text;
    RETURN NULL;
END
$$;

CREATE TRIGGER clients_searched AFTER INSERT OR DELETE ON clients FOR EACH ROW EXECUTE FUNCTION search_client();
CREATE TRIGGER clients_searched_anew AFTER UPDATE OF search_text, owner_id, archived_at ON clients FOR EACH ROW
    WHEN (OLD.search_text <> NEW.search_text OR OLD.owner_id <> NEW.owner_id OR (OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL))
    EXECUTE FUNCTION search_client();

CREATE TRIGGER policies_searched AFTER INSERT OR DELETE ON policies FOR EACH ROW EXECUTE FUNCTION search_policy();
CREATE TRIGGER policies_searched_anew AFTER UPDATE OF search_text, client_id ON policies FOR EACH ROW
    WHEN (OLD.search_text <> NEW.search_text OR OLD.client_id <> NEW.client_id)
    EXECUTE FUNCTION search_policy();

CREATE TRIGGER documents_searched AFTER INSERT OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION search_document();
CREATE TRIGGER documents_searched_anew AFTER UPDATE OF client_id ON documents FOR EACH ROW
    WHEN (OLD.client_id IS DISTINCT FROM NEW.client_id)
    EXECUTE FUNCTION search_document();
