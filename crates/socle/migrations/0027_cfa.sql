-- The contracts that name a CFA, for the list that tells it how many it does not see.
CREATE INDEX contrats_cfa ON contrats (cfa_id, date_debut) WHERE cfa_id IS NOT NULL;
