-- Reminders of a survey: when, to how many, and the links they carried.

-- How many times somebody who does not answer may be reminded.
ALTER TABLE enquetes ADD COLUMN relances_max bigint NOT NULL DEFAULT 2;

CREATE TABLE enquetes_relances (
    id uuid PRIMARY KEY,
    enquete_id uuid NOT NULL REFERENCES enquetes (id),
    rang bigint NOT NULL,
    faite_le bigint NOT NULL,
    faite_par text NOT NULL,
    envois bigint NOT NULL,
    UNIQUE (enquete_id, rang)
);

-- Only the hash of a link is kept: a reminder carries another one, and both lead to the same invitation. No foreign
-- key to it: bringing two files together may take an invitation away, and give it back.
CREATE TABLE enquetes_liens (
    empreinte bytea PRIMARY KEY,
    invitation_id uuid NOT NULL,
    relance_id uuid NOT NULL REFERENCES enquetes_relances (id),
    envoye_le bigint NOT NULL
);
CREATE INDEX enquetes_liens_invitation ON enquetes_liens (invitation_id, envoye_le);
