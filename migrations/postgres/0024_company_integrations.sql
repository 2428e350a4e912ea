-- How the firm exchanges with a company: by which way, where, and how it proves itself there. Secrets stand here sealed only.
CREATE TABLE company_integrations (
    agency_id uuid NOT NULL,
    company_id uuid NOT NULL,
    mode text NOT NULL CHECK (mode IN ('none', 'email', 'api', 'sftp')),
    email text,
    base_url text,
    authentication text NOT NULL CHECK (authentication IN ('none', 'basic', 'bearer', 'api_key', 'oauth2')),
    username text,
    header_name text,
    token_url text,
    scope text,
    report_format text NOT NULL CHECK (report_format IN ('csv', 'xlsx', 'xml', 'json')),
    timeout_s bigint NOT NULL,
    secret bytea,
    secret_set_at bigint,
    secret_set_by text,
    callback_secret bytea,
    callback_set_at bigint,
    callback_set_by text,
    tested_at bigint,
    tested_outcome text,
    version bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, company_id),
    FOREIGN KEY (agency_id, company_id) REFERENCES companies (agency_id, id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON company_integrations TO monassurance_app;

ALTER TABLE company_integrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_integrations FORCE ROW LEVEL SECURITY;
CREATE POLICY company_integrations_of_the_firm ON company_integrations USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
