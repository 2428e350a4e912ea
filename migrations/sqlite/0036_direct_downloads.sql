-- Whether browsers fetch files from the storage itself, by an address that holds for a short while.
ALTER TABLE storage_configurations ADD COLUMN direct_downloads INTEGER NOT NULL DEFAULT 0 CHECK (direct_downloads IN (0, 1));
