-- The audit log is searched as everything else is: without case and accents. The column is made from the label and the
-- actor, so it is no part of the chain.
ALTER TABLE audit_events ADD COLUMN search_text text NOT NULL DEFAULT '';

UPDATE audit_events SET search_text = LOWER(object_label || ' ' || actor);
