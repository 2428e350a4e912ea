-- Sessions know when their person last proved himself, and what ended them; a refresh token keeps its successor, sealed.

-- When the person last gave his password (or another factor) on this device. Sessions from before did so too long ago.
ALTER TABLE sessions ADD COLUMN authenticated_at bigint NOT NULL DEFAULT 0;

-- When a copy of one of its refresh tokens came back used; the person is told so.
ALTER TABLE sessions ADD COLUMN reused_at bigint;

-- The token that this one was exchanged for, sealed, for a caller whose answer was lost.
ALTER TABLE refresh_tokens ADD COLUMN successor bytea;

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (agency_id, session_id);

-- For forgetting what is over.
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE INDEX sessions_by_end ON sessions (revoked_at);

CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);
