#!/usr/bin/env python3
"""splink (PyPI, DuckDB) on the files of the bench, in a process of its own so that its seconds and memory are its own.

Usage: pair_splink.py SORTIE.csv francais|febrl|febrl-sans A.csv [B.csv]      writes id_a;id_b;probabilite (0.5 and above)

The model is the one its documentation advises for people: Jaro-Winkler levels at 0.92 and 0.85 with term frequencies on
names, dates by edit distance, u from random pairs, m by EM over two blocking rules, missing values as null levels.
"""
import logging
import sys

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.getLogger("splink").setLevel(logging.ERROR)
sortie, genre, *fichiers = sys.argv[1:]
con = duckdb.connect()
con.execute("SET threads = 2")
texte = "nullif(regexp_replace(lower(strip_accents({0})), '[^a-z0-9@]', '', 'g'), '') AS {0}"


def date(colonne, edition):
    return cl.CustomComparison(
        output_column_name=colonne,
        comparison_levels=[cll.NullLevel(colonne), cll.ExactMatchLevel(colonne, term_frequency_adjustments=True),
                           *edition, cll.ElseLevel()])


def nom(colonne):
    return cl.JaroWinklerAtThresholds(colonne, [.92, .85]).configure(term_frequency_adjustments=True)


def rare(colonne):
    """Random pairs never show two equal telephones: u is told, as its documentation advises."""
    return cl.CustomComparison(output_column_name=colonne, comparison_levels=[
        cll.NullLevel(colonne), cll.ExactMatchLevel(colonne).configure(u_probability=1e-7),
        cll.LevenshteinLevel(colonne, 1).configure(u_probability=1e-6), cll.ElseLevel().configure(u_probability=.999)])


if genre == "francais":
    colonnes = ", ".join([texte.format(c) for c in ("nom", "prenom")] + [
        "identifiant AS unique_id", "date_naissance", "sexe", "code_postal", "commune_insee", "telephone", "courriel",
        "right(date_naissance, 4) AS annee"])
    inversee = cll.CustomLevel("substr(date_naissance_l,1,2)=substr(date_naissance_r,4,2) and substr(date_naissance_l,4,2)=substr(date_naissance_r,1,2) and annee_l=annee_r", "inversee")
    comparaisons = [
        nom("nom"), nom("prenom"), date("date_naissance", [inversee, cll.LevenshteinLevel("date_naissance", 1), cll.ExactMatchLevel("annee")]),
        cl.ExactMatch("sexe"), cl.ExactMatch("code_postal").configure(term_frequency_adjustments=True),
        rare("telephone"), rare("courriel")]
    regles = [block_on("nom", "prenom"), block_on("nom", "date_naissance"), block_on("prenom", "date_naissance"), block_on("telephone"),
              block_on("courriel"), block_on("nom", "code_postal", "annee"), block_on("prenom", "code_postal", "annee"),
              block_on("date_naissance", "code_postal")]
    apprentissages = [block_on("nom", "prenom"), block_on("date_naissance", "code_postal"), block_on("telephone")]
    certaines = [block_on("nom", "prenom", "date_naissance"), "l.courriel = r.courriel"]
    lecture = "delim=';', all_varchar=true, header=true"
else:
    colonnes = ", ".join(["rec_id AS unique_id"] + [texte.format(c) for c in ("given_name", "surname")] + [
        "street_number", "address_1", "suburb", "postcode", "state", "date_of_birth"] + (["soc_sec_id"] if genre == "febrl" else []))
    comparaisons = [
        nom("given_name"), nom("surname"), date("date_of_birth", [cll.LevenshteinLevel("date_of_birth", 1)]),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True), nom("address_1"), nom("suburb"), cl.ExactMatch("street_number"),
        cl.ExactMatch("state")] + ([rare("soc_sec_id")] if genre == "febrl" else [])
    regles = [block_on("given_name", "surname"), block_on("date_of_birth"), block_on("postcode", "surname"), block_on("postcode", "given_name"),
              block_on("address_1"), block_on("street_number", "postcode"), block_on("suburb", "surname")]
    regles += [block_on("soc_sec_id")] if genre == "febrl" else []
    apprentissages = [block_on("date_of_birth"), block_on("given_name", "surname")]
    certaines = [block_on("given_name", "surname", "date_of_birth")]
    lecture = "delim=',', all_varchar=true, header=true"

base = DuckDBAPI(connection=con)
tables = []
for rang, fichier in enumerate(fichiers):
    con.execute(f"CREATE TABLE entree_{rang} AS SELECT {colonnes} FROM read_csv('{fichier}', {lecture})")
    tables.append(base.register(con.table(f"entree_{rang}")))
lieur = Linker(tables, SettingsCreator(
    link_type="link_only" if len(fichiers) == 2 else "dedupe_only", comparisons=comparaisons,
    blocking_rules_to_generate_predictions=regles, retain_matching_columns=False))
lieur.training.estimate_probability_two_random_records_match(certaines, recall=.7)
lieur.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
for regle in apprentissages:
    lieur.training.estimate_parameters_using_expectation_maximisation(regle, max_pairs=1e6)
paires = lieur.inference.predict(threshold_match_probability=.5)
con.execute(f"COPY (SELECT unique_id_l, unique_id_r, match_probability FROM {paires.physical_name}) TO '{sortie}' (DELIMITER ';', HEADER)")
