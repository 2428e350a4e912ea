-- A link says to whom it was given and how often it was used, so that the firm knows who holds what.
ALTER TABLE document_links ADD COLUMN recipient text;

ALTER TABLE document_links ADD COLUMN uses bigint NOT NULL DEFAULT 0;

-- Every firm's rows, which only the owner of the tables can reach, and only so.
ALTER TABLE document_links NO FORCE ROW LEVEL SECURITY;
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;

UPDATE document_links SET uses = 1 WHERE used_at IS NOT NULL;

-- A file is found by its checksum, to say whether one byte of it differs from what was issued.
ALTER TABLE document_codes ADD COLUMN checksum_sha256 text;

UPDATE document_codes SET checksum_sha256 = (SELECT d.checksum_sha256 FROM documents d WHERE d.agency_id = document_codes.agency_id AND d.id = document_codes.document_id);

ALTER TABLE document_links FORCE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;

CREATE INDEX document_codes_by_checksum ON document_codes (checksum_sha256);
