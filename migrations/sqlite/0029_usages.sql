-- What a template is used for in the trade, narrower than its kind, and the same of each document as it was issued. A
-- bordereau is about a company, without a policy.
ALTER TABLE templates ADD COLUMN usage TEXT NOT NULL DEFAULT 'other';

ALTER TABLE documents ADD COLUMN usage TEXT NOT NULL DEFAULT 'other';

ALTER TABLE documents ADD COLUMN company_id BLOB;

UPDATE templates SET usage = CASE kind WHEN 'notice' THEN 'premium_notice' WHEN 'statement' THEN 'client_statement' WHEN 'bordereau' THEN 'production_bordereau' WHEN 'advice' THEN 'advice_record' ELSE kind END;

UPDATE documents SET usage = CASE kind WHEN 'notice' THEN 'premium_notice' WHEN 'statement' THEN 'client_statement' WHEN 'bordereau' THEN 'production_bordereau' WHEN 'advice' THEN 'advice_record' ELSE kind END;

CREATE INDEX documents_by_usage ON documents (agency_id, usage, created_at, id);

CREATE INDEX documents_by_usage_and_number ON documents (agency_id, usage, number, id);
