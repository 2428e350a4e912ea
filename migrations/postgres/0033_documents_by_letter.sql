-- Documents go by letter, too.
ALTER TABLE letters DROP CONSTRAINT letters_kind_check;

ALTER TABLE letters ADD CONSTRAINT letters_kind_check
    CHECK (kind IN ('invitation', 'password_reset', 'factors_reset', 'password_changed', 'document'));

-- The letter by which a link went, where it went by one.
ALTER TABLE document_links ADD COLUMN letter_id uuid;
