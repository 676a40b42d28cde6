#!/usr/bin/env python3
"""Times the importer and the report beside sqlite-utils on the same CSV, and prints ratios.

Usage: bench.py [JEUNES [BASE]]   (BASE: a PostgreSQL address; SQLite in a temporary file if absent)
"""
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv

ICI = os.path.dirname(os.path.abspath(__file__))
PASSERELLE = os.path.join(ICI, "..", "..", "target", "release", "passerelle")
jeunes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
tailles = {"jeunes": jeunes, "positionnements": jeunes, "contrats": jeunes * 3 // 10}


def chrono(commande):
    """Runs a command; returns seconds and its peak memory in MB."""
    debut = time.monotonic()
    fils = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    erreurs = fils.stderr.read()
    _, statut, usage = os.wait4(fils.pid, 0)
    duree = time.monotonic() - debut
    if statut != 0:
        sys.exit(f"{' '.join(commande)} : {erreurs.decode()}")
    return duree, usage.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as dossier:
    subprocess.run([sys.executable, os.path.join(ICI, "generer.py"), f"{dossier}/csv", *map(str, tailles.values())], check=True)
    venv.create(f"{dossier}/venv", with_pip=True)
    subprocess.run([f"{dossier}/venv/bin/pip", "-q", "install", "sqlite-utils"], check=True)
    base = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:{dossier}/passerelle.db"
    for petit in ("structures", "actions"):
        chrono([PASSERELLE, "import", f"{dossier}/csv/{petit}.csv", "--base", base])
    print(f"{'fichier':16} {'lignes':>10} {'passerelle':>14} {'sqlite-utils':>14} {'rapport':>8} {'mémoire':>9}")
    for nom, lignes in tailles.items():
        chemin = f"{dossier}/csv/{nom}.csv"
        a, memoire = chrono([PASSERELLE, "import", chemin, "--base", base])
        b, _ = chrono([f"{dossier}/venv/bin/sqlite-utils", "insert", f"{dossier}/pair.db", nom, chemin, "--csv", "--delimiter", ";"])
        print(f"{nom:16} {lignes:>10} {lignes / a:>10.0f} l/s {lignes / b:>10.0f} l/s {b / a:>7.2f}x {memoire:>6.0f} Mo", flush=True)
    a, memoire = chrono([PASSERELLE, "bilan", "--du", "2015-01-01", "--au", "2017-12-31", "--base", base, "--sortie", f"{dossier}/b.json"])
    print(f"{'bilan':16} {'':>10} {a:>11.2f} s {'':>14} {'':>8} {memoire:>6.0f} Mo")
