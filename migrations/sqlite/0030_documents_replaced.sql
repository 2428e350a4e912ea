-- A document is never edited: another takes its place, or it is taken back for a reason. And the hashes of what it was made
-- from, so that an altered template or snapshot is told; documents from before have none.
ALTER TABLE documents ADD COLUMN supersedes BLOB;

ALTER TABLE documents ADD COLUMN superseded_by BLOB;

ALTER TABLE documents ADD COLUMN superseded_at INTEGER;

ALTER TABLE documents ADD COLUMN revocation_reason TEXT;

ALTER TABLE documents ADD COLUMN template_sha256 TEXT;

ALTER TABLE documents ADD COLUMN snapshot_sha256 TEXT;

CREATE INDEX documents_superseded ON documents (agency_id, created_at, id) WHERE superseded_by IS NOT NULL AND status = 'issued';
