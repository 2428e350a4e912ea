-- A fact told in error is withdrawn by another fact; an endorsement is a fact too, and a version of the terms names the fact
-- that brought it, so that it counts no more when that fact is withdrawn.
-- A check of SQLite is changed by making its table anew; nothing refers to facts.
CREATE TABLE policy_facts_anew (
    agency_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quoted', 'bound', 'suspended', 'reinstated', 'renewed', 'cancelled', 'voided', 'declined', 'endorsed', 'withdrawn')),
    effective_at TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    author_id BLOB NOT NULL,
    reason TEXT,
    until_date TEXT,
    withdraws BLOB,
    PRIMARY KEY (agency_id, policy_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

INSERT INTO policy_facts_anew (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason, until_date)
SELECT agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason, until_date FROM policy_facts;

DROP TABLE policy_facts;

ALTER TABLE policy_facts_anew RENAME TO policy_facts;

ALTER TABLE policy_versions ADD COLUMN fact_id BLOB;

-- Whether the fact that brought it is withdrawn: for lists, a cache of what the facts say.
ALTER TABLE policy_versions ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));

-- A renewal and its version were recorded at the same moment.
UPDATE policy_versions SET fact_id = (SELECT f.id FROM policy_facts f WHERE f.agency_id = policy_versions.agency_id AND f.policy_id = policy_versions.policy_id AND f.kind = 'renewed' AND f.recorded_at = policy_versions.recorded_at) WHERE number > 1;

UPDATE policy_versions SET fact_id = randomblob(16) WHERE number > 1 AND fact_id IS NULL;

INSERT INTO policy_facts (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason)
SELECT v.agency_id, v.policy_id, v.fact_id, 'endorsed', v.effective_date || 'T00:00:00', v.recorded_at, v.author_id, v.reason FROM policy_versions v
WHERE v.number > 1 AND NOT EXISTS (SELECT 1 FROM policy_facts f WHERE f.agency_id = v.agency_id AND f.policy_id = v.policy_id AND f.id = v.fact_id);

CREATE INDEX policy_versions_by_day ON policy_versions (agency_id, policy_id, effective_date, number);
