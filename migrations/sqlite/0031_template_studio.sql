-- A template may be one company's own; a version may bring back an older one.
ALTER TABLE templates ADD COLUMN company_id BLOB;

ALTER TABLE template_versions ADD COLUMN restored_from INTEGER;
