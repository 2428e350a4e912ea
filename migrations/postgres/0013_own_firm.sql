-- A firm's record counts its changes, as every record does that people change: its administrators correct its letterhead.
ALTER TABLE agencies ADD COLUMN version bigint NOT NULL DEFAULT 1;

ALTER TABLE agencies ADD COLUMN updated_at bigint NOT NULL DEFAULT 0;

UPDATE agencies SET updated_at = created_at;

-- When the person said that he understood what ended a session; he is not told of it any more.
ALTER TABLE sessions ADD COLUMN understood_at bigint;
