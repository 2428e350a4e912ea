-- Two more kinds of letters: second factors that an administrator removed, and a password that was changed.
ALTER TABLE letters DROP CONSTRAINT letters_kind_check;

ALTER TABLE letters ADD CONSTRAINT letters_kind_check
    CHECK (kind IN ('invitation', 'password_reset', 'factors_reset', 'password_changed'));
