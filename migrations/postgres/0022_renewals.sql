-- Renewals of many policies: worked out, confirmed, carried out policy by policy, and undone if need be.
CREATE TABLE renewal_runs (
    agency_id uuid NOT NULL REFERENCES agencies (id),
    id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('preparing', 'ready', 'running', 'done', 'undoing', 'undone', 'discarded', 'stopped')),
    premium_change bigint NOT NULL,
    reason text,
    author_id uuid NOT NULL,
    total bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (agency_id, id)
);

CREATE INDEX renewal_runs_by_creation ON renewal_runs (agency_id, created_at, id);

-- Those with work to do, over all firms.
CREATE INDEX renewal_runs_under_way ON renewal_runs (updated_at) WHERE state IN ('preparing', 'running', 'undoing');

CREATE TABLE renewal_items (
    agency_id uuid NOT NULL,
    run_id uuid NOT NULL,
    policy_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'planned', 'refused', 'done', 'undone', 'kept')),
    plan text,
    code text,
    facts text,
    fact_id uuid,
    position bigint NOT NULL,
    PRIMARY KEY (agency_id, run_id, policy_id),
    FOREIGN KEY (agency_id, run_id) REFERENCES renewal_runs (agency_id, id),
    FOREIGN KEY (agency_id, policy_id) REFERENCES policies (agency_id, id)
);

CREATE INDEX renewal_items_by_position ON renewal_items (agency_id, run_id, position, policy_id);

CREATE INDEX renewal_items_by_state ON renewal_items (agency_id, run_id, state, position, policy_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON renewal_runs, renewal_items TO monassurance_app;

-- The worker finds what is under way over all firms, by a purpose of its own; it reaches the policies as one firm's.
ALTER TABLE renewal_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE renewal_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY renewal_runs_of_the_firm ON renewal_runs USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid
    OR current_setting('app.purpose', true) = 'renewals');

ALTER TABLE renewal_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE renewal_items FORCE ROW LEVEL SECURITY;
CREATE POLICY renewal_items_of_the_firm ON renewal_items USING (agency_id = NULLIF(current_setting('app.agency_id', true), '')::uuid);
