-- Lists show living clients only. An index of them alone, which also holds the column it is chosen by, tells how many there
-- are without a look at each row.
DROP INDEX clients_by_name;

DROP INDEX clients_by_owner_name;

CREATE INDEX clients_by_name ON clients (agency_id, sort_name, id, archived_at) WHERE archived_at IS NULL;

CREATE INDEX clients_by_owner_name ON clients (agency_id, owner_id, sort_name, id, archived_at) WHERE archived_at IS NULL;
