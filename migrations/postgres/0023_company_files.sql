-- What the firm knows of a company grows: its site, where claims are told, and the people there.
ALTER TABLE companies ADD COLUMN website text;

ALTER TABLE companies ADD COLUMN claims_email text;

ALTER TABLE companies ADD COLUMN claims_phone text;

ALTER TABLE companies ADD COLUMN contacts text;

-- What the companies sell, each from a day on, and until another.
CREATE TABLE company_products (
    agency_id uuid NOT NULL,
    company_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    code text COLLATE "C",
    product_line text NOT NULL,
    sold_from text COLLATE "C",
    sold_until text COLLATE "C",
    place bigint NOT NULL,
    PRIMARY KEY (agency_id, company_id, id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
);

-- The papers in which the companies gave their mandates: one a mandate, the last one handed in.
CREATE TABLE mandate_documents (
    agency_id uuid NOT NULL,
    company_id uuid NOT NULL,
    mandate_id uuid NOT NULL,
    file_key text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL,
    checksum_sha256 text NOT NULL,
    uploaded_at bigint NOT NULL,
    uploaded_by text NOT NULL,
    PRIMARY KEY (agency_id, company_id, mandate_id),
    FOREIGN KEY (agency_id, company_id, mandate_id) REFERENCES mandates (agency_id, company_id, id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON company_products, mandate_documents TO monassurance_app;

ALTER TABLE company_products ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_products FORCE ROW LEVEL SECURITY;
CREATE POLICY company_products_of_the_firm ON company_products USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);

ALTER TABLE mandate_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandate_documents FORCE ROW LEVEL SECURITY;
CREATE POLICY mandate_documents_of_the_firm ON mandate_documents USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
