-- Renewals of many policies: worked out, confirmed, carried out policy by policy, and undone if need be.
CREATE TABLE renewal_runs (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'running', 'done', 'undoing', 'undone', 'discarded', 'stopped')),
    premium_change INTEGER NOT NULL,
    reason TEXT,
    author_id BLOB NOT NULL,
    total INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (agency_id, id)
) STRICT;

CREATE INDEX renewal_runs_by_creation ON renewal_runs (agency_id, created_at, id);

-- Those with work to do, over all firms.
CREATE INDEX renewal_runs_under_way ON renewal_runs (updated_at) WHERE state IN ('preparing', 'running', 'undoing');

CREATE TABLE renewal_items (
    agency_id BLOB NOT NULL,
    run_id BLOB NOT NULL,
    policy_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'planned', 'refused', 'done', 'undone', 'kept')),
    plan TEXT,
    code TEXT,
    facts TEXT,
    fact_id BLOB,
    position INTEGER NOT NULL,
    PRIMARY KEY (agency_id, run_id, policy_id),
    FOREIGN KEY (agency_id, run_id) REFERENCES renewal_runs (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
) STRICT;

CREATE INDEX renewal_items_by_position ON renewal_items (agency_id, run_id, position, policy_id);

CREATE INDEX renewal_items_by_state ON renewal_items (agency_id, run_id, state, position, policy_id);
