-- What a certificate states beside its kind, so that the firm finds those that became false.
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;

ALTER TABLE documents ADD COLUMN stated_to text COLLATE "C";

ALTER TABLE documents ADD COLUMN stated_version bigint;

UPDATE documents SET stated_to = snapshot::jsonb #>> '{policy,period_to}', stated_version = (snapshot::jsonb #>> '{policy,version}')::bigint WHERE kind IN ('certificate', 'cover_note');

CREATE INDEX documents_in_circulation ON documents (agency_id, created_at, id) WHERE status = 'issued' AND superseded_by IS NULL AND kind IN ('certificate', 'cover_note');

ALTER TABLE documents FORCE ROW LEVEL SECURITY;
