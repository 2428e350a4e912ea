-- The audit log is searched as everything else is: without case and accents. The column is made from the label and the
-- actor, so it is no part of the chain.
ALTER TABLE audit_events ADD COLUMN search_text text NOT NULL DEFAULT '';

-- Every firm's events, which only the owner of the tables can reach, and only so.
ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;
UPDATE audit_events SET search_text = LOWER(object_label || ' ' || actor);
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
