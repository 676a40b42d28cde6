-- What the file of a young person keeps so that a gesture can be taken back.

-- A meeting called off keeps what was known of it.
ALTER TABLE contacts ADD COLUMN presence_avant text;

-- What is withdrawn is read by nobody, and can be put back by the structure that wrote it.
ALTER TABLE notes ADD COLUMN retiree_le bigint;
ALTER TABLE documents ADD COLUMN retire_le bigint;
