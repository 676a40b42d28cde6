-- Rows of files that wait were said sure by a threshold alone. From now on a row is sure when nothing in it may be a brother or a
-- sister: those that wait are looked at one by one, or the file is deposited again.
UPDATE rapprochements_lignes SET sure = false WHERE etat = 'propose';
