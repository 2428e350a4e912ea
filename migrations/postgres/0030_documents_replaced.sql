-- A document is never edited: another takes its place, or it is taken back for a reason. And the hashes of what it was made
-- from, so that an altered template or snapshot is told; documents from before have none.
ALTER TABLE documents ADD COLUMN supersedes uuid;

ALTER TABLE documents ADD COLUMN superseded_by uuid;

ALTER TABLE documents ADD COLUMN superseded_at bigint;

ALTER TABLE documents ADD COLUMN revocation_reason text;

ALTER TABLE documents ADD COLUMN template_sha256 text;

ALTER TABLE documents ADD COLUMN snapshot_sha256 text;

CREATE INDEX documents_superseded ON documents (agency_id, created_at, id) WHERE superseded_by IS NOT NULL AND status = 'issued';
