#!/usr/bin/env python3
"""Attacks a Passerelle of its own on this machine, and prints what gave way.

Usage: bench.py [--minutes N | --duree SECONDES] [--base ADRESSE] [--programme CHEMIN] [ATTAQUE…]

Each attack is a file of this folder with `attaquer(site, secondes)`, and takes its share of the time (600 seconds in all).
"""
import argparse
import importlib
import pathlib
import sys

from site_attaque import Site

# Name of the file, share of the time. An attack more is one line more.
ATTAQUES = {"connexions": 2, "mots_de_passe": 7, "temps": 1}

lu = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
lu.add_argument("--duree", type=float, default=600)
lu.add_argument("--minutes", type=float, help="la même durée, en minutes : dix sont ce que SECURITY.md cite")
lu.add_argument("--base", help="une base vide ; sans elle, un fichier SQLite provisoire")
lu.add_argument("--programme", default=str(pathlib.Path(__file__).parents[2] / "target/release/passerelle"))
lu.add_argument("attaques", nargs="*", choices=[*ATTAQUES, []], metavar="ATTAQUE")
demande = lu.parse_args()
if demande.minutes:
    demande.duree = demande.minutes * 60
choisies = demande.attaques or list(ATTAQUES)
parts = sum(ATTAQUES[a] for a in choisies)
tenu = True
for nom in choisies:
    with Site(demande.programme, demande.base) as site:
        secondes = demande.duree * ATTAQUES[nom] / parts
        print(f"== {nom}, {secondes:.0f} s", flush=True)
        tenu &= importlib.import_module(nom).attaquer(site, secondes)
print("tenu" if tenu else "CÉDÉ")
sys.exit(0 if tenu else 1)
