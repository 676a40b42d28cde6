-- A frozen report is made twice: whole, and for those who read no small number of people. Those of before have no such
-- files, and are not theirs to read.
CREATE TABLE bilans_figes_discrets (
    bilan_id uuid NOT NULL REFERENCES bilans_figes (id),
    format text NOT NULL,
    octets bytea NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (bilan_id, format)
);
