-- What the firm knows of a company grows: its site, where claims are told, and the people there.
ALTER TABLE companies ADD COLUMN website TEXT;

ALTER TABLE companies ADD COLUMN claims_email TEXT;

ALTER TABLE companies ADD COLUMN claims_phone TEXT;

ALTER TABLE companies ADD COLUMN contacts TEXT;

-- What the companies sell, each from a day on, and until another.
CREATE TABLE company_products (
    agency_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    product_line TEXT NOT NULL,
    sold_from TEXT,
    sold_until TEXT,
    place INTEGER NOT NULL,
    PRIMARY KEY (agency_id, company_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
) STRICT;

-- The papers in which the companies gave their mandates: one a mandate, the last one handed in.
CREATE TABLE mandate_documents (
    agency_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    mandate_id BLOB NOT NULL,
    file_key TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    checksum_sha256 TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL,
    PRIMARY KEY (agency_id, company_id, mandate_id),
    FOREIGN KEY (agency_id, company_id, mandate_id) REFERENCES mandates (agency_id, company_id, id)
) STRICT;
