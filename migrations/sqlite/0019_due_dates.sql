-- The next main due date of each policy, for lists. A policy that renews tacitly is due every year, so the date rolls: a
-- cache of what terms, facts and today's date say, brought up to date before it is read for the first time on a day.
ALTER TABLE policies ADD COLUMN due_date TEXT NOT NULL DEFAULT '';

ALTER TABLE policies ADD COLUMN rolls_until TEXT NOT NULL DEFAULT '';

UPDATE policies SET due_date = expiry_date, rolls_until = expiry_date;

UPDATE policies SET rolls_until = '9999-12-31' WHERE tacit_renewal = TRUE AND EXISTS (SELECT 1 FROM policy_facts f WHERE f.agency_id = policies.agency_id AND f.policy_id = policies.id AND f.kind = 'bound') AND NOT EXISTS (SELECT 1 FROM policy_facts f WHERE f.agency_id = policies.agency_id AND f.policy_id = policies.id AND f.kind = 'voided');

UPDATE policies SET rolls_until = (SELECT MIN(substr(f.effective_at, 1, 10)) FROM policy_facts f WHERE f.agency_id = policies.agency_id AND f.policy_id = policies.id AND f.kind = 'cancelled') WHERE rolls_until = '9999-12-31' AND EXISTS (SELECT 1 FROM policy_facts f WHERE f.agency_id = policies.agency_id AND f.policy_id = policies.id AND f.kind = 'cancelled');

CREATE INDEX policies_by_due_date ON policies (agency_id, due_date, id);

-- Those whose date may roll, for the first look of a day.
CREATE INDEX policies_that_roll ON policies (agency_id, due_date) WHERE due_date < rolls_until;

-- Up to which day of its own calendar a firm's due dates are rolled.
CREATE TABLE due_dates_rolled (
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    on_day TEXT NOT NULL,
    PRIMARY KEY (agency_id)
) STRICT;
