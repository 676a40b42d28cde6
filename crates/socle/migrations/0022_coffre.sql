-- What has to be known to be compared, and would open something to whoever steals the base, is sealed under a key that is
-- not in the base. After this text, the program seals what is there; each line says where: table, column, key of the row.
-- secret comptes totp id
-- secret sessions totp_propose id
-- A session that waits for its second step is begun again.
DELETE FROM sessions WHERE totp_propose IS NOT NULL;

-- The planner of a server keeps values of what it has read, and goes on knowing those of a table that was emptied. Nobody looks
-- for a row by what is said in it: of these columns it learns nothing.
/*postgres
ALTER TABLE fusions_lignes ALTER COLUMN avant SET STATISTICS 0, ALTER COLUMN apres SET STATISTICS 0,
    ALTER COLUMN ligne_numero SET STATISTICS 0;
ALTER TABLE notes ALTER COLUMN texte SET STATISTICS 0;
ALTER TABLE contacts ALTER COLUMN lieu SET STATISTICS 0, ALTER COLUMN objet SET STATISTICS 0, ALTER COLUMN issue SET STATISTICS 0;
ALTER TABLE contestations ALTER COLUMN texte SET STATISTICS 0, ALTER COLUMN reponse SET STATISTICS 0;
ALTER TABLE oppositions ALTER COLUMN texte SET STATISTICS 0, ALTER COLUMN reponse SET STATISTICS 0;
ALTER TABLE freins_actions ALTER COLUMN texte SET STATISTICS 0, ALTER COLUMN resultat SET STATISTICS 0;
ALTER TABLE documents ALTER COLUMN nom SET STATISTICS 0, ALTER COLUMN octets SET STATISTICS 0;
ALTER TABLE imports_refus ALTER COLUMN cellules SET STATISTICS 0, ALTER COLUMN motif SET STATISTICS 0;
ALTER TABLE rapprochements_lignes ALTER COLUMN champs SET STATISTICS 0;
ALTER TABLE comptes ALTER COLUMN totp SET STATISTICS 0, ALTER COLUMN mot_de_passe SET STATISTICS 0;
*/
