-- What a certificate states beside its kind, so that the firm finds those that became false.
ALTER TABLE documents ADD COLUMN stated_to TEXT;

ALTER TABLE documents ADD COLUMN stated_version INTEGER;

UPDATE documents SET stated_to = json_extract(snapshot, '$.policy.period_to'), stated_version = json_extract(snapshot, '$.policy.version') WHERE kind IN ('certificate', 'cover_note');

CREATE INDEX documents_in_circulation ON documents (agency_id, created_at, id) WHERE status = 'issued' AND superseded_by IS NULL AND kind IN ('certificate', 'cover_note');
