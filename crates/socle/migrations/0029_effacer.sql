-- Whoever is erased is found through an index everywhere: the write turn is short in a big territory too.
CREATE INDEX courriers_destinataire ON courriers (destinataire);
CREATE INDEX conservation_avis_jeune ON conservation_avis (jeune_id);
CREATE INDEX demandes_oidc_compte ON demandes_oidc (compte_id);
