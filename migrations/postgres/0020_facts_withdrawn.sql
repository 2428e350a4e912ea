-- A fact told in error is withdrawn by another fact; an endorsement is a fact too, and a version of the terms names the fact
-- that brought it, so that it counts no more when that fact is withdrawn.
ALTER TABLE policy_facts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policy_versions NO FORCE ROW LEVEL SECURITY;

ALTER TABLE policy_facts DROP CONSTRAINT policy_facts_kind_check;

ALTER TABLE policy_facts ADD CONSTRAINT policy_facts_kind_check
    CHECK (kind IN ('quoted', 'bound', 'suspended', 'reinstated', 'renewed', 'cancelled', 'voided', 'declined', 'endorsed', 'withdrawn'));

ALTER TABLE policy_facts ADD COLUMN withdraws uuid;

ALTER TABLE policy_versions ADD COLUMN fact_id uuid;

-- Whether the fact that brought it is withdrawn: for lists, a cache of what the facts say.
ALTER TABLE policy_versions ADD COLUMN withdrawn boolean NOT NULL DEFAULT FALSE;

-- A renewal and its version were recorded at the same moment.
UPDATE policy_versions SET fact_id = (SELECT f.id FROM policy_facts f WHERE f.agency_id = policy_versions.agency_id AND f.policy_id = policy_versions.policy_id AND f.kind = 'renewed' AND f.recorded_at = policy_versions.recorded_at) WHERE number > 1;

UPDATE policy_versions SET fact_id = gen_random_uuid() WHERE number > 1 AND fact_id IS NULL;

INSERT INTO policy_facts (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason)
SELECT v.agency_id, v.policy_id, v.fact_id, 'endorsed', v.effective_date || 'T00:00:00', v.recorded_at, v.author_id, v.reason FROM policy_versions v
WHERE v.number > 1 AND NOT EXISTS (SELECT 1 FROM policy_facts f WHERE f.agency_id = v.agency_id AND f.policy_id = v.policy_id AND f.id = v.fact_id);

CREATE INDEX policy_versions_by_day ON policy_versions (agency_id, policy_id, effective_date, number);

ALTER TABLE policy_facts FORCE ROW LEVEL SECURITY;
ALTER TABLE policy_versions FORCE ROW LEVEL SECURITY;
