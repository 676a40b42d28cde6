#!/usr/bin/env python3
"""Times the importer and the report beside sqlite-utils on the same CSV, and prints ratios.

Usage: bench.py [JEUNES [BASE]]   (BASE: a PostgreSQL address; SQLite in a temporary file if absent)
"""
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv

ICI = os.path.dirname(os.path.abspath(__file__))
PASSERELLE = os.path.join(ICI, "..", "..", "target", "release", "passerelle")
jeunes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
tailles = {"jeunes": jeunes, "positionnements": jeunes, "contrats": jeunes}
TRANCHE = 100_000


def chrono(commande, regarder=lambda: None):
    """Runs a command; returns seconds, seconds of processor, and its peak memory in MB. `regarder` is called ten times a second."""
    debut = time.monotonic()
    with tempfile.TemporaryFile() as erreurs:
        fils = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=erreurs)
        while True:
            fini, statut, usage = os.wait4(fils.pid, os.WNOHANG)
            if fini:
                break
            regarder()
            time.sleep(0.1)
        duree = time.monotonic() - debut
        if statut != 0:
            erreurs.seek(0)
            sys.exit(f"{' '.join(commande)} : {erreurs.read().decode()}")
    return duree, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Avancement:
    """How many rows were committed when, read from the base while it is written (SQLite only)."""

    def __init__(self, base):
        self.fichier = base.removeprefix("sqlite:") if base.startswith("sqlite:") else None
        self.points = [(time.monotonic(), 0)]

    def regarder(self):
        if not self.fichier:
            return
        try:
            with sqlite3.connect(f"file:{self.fichier}?mode=ro", uri=True) as conn:
                lues = conn.execute("SELECT lues FROM imports ORDER BY commence_le DESC LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            return
        if lues and lues[0] > self.points[-1][1]:
            self.points.append((time.monotonic(), lues[0]))

    def instant(self, ligne):
        """When this row was committed, commits being joined by lines."""
        for (t0, n0), (t1, n1) in zip(self.points, self.points[1:]):
            if n1 >= ligne:
                return t0 + (t1 - t0) * (ligne - n0) / (n1 - n0)
        return None

    def fin_sur_debut(self, lignes):
        """The rate of the last 100 000 rows over that of the first."""
        if lignes < 3 * TRANCHE:
            return None
        bornes = [self.instant(n) for n in (0, TRANCHE, lignes - TRANCHE, self.points[-1][1])]
        if None in bornes or self.points[-1][1] <= lignes - TRANCHE:
            return None
        derniere = self.points[-1][1] - (lignes - TRANCHE)
        return (bornes[1] - bornes[0]) / TRANCHE * derniere / (bornes[3] - bornes[2])


with tempfile.TemporaryDirectory() as dossier:
    subprocess.run([sys.executable, os.path.join(ICI, "generer.py"), f"{dossier}/csv", *map(str, tailles.values())], check=True)
    venv.create(f"{dossier}/venv", with_pip=True)
    subprocess.run([f"{dossier}/venv/bin/pip", "-q", "install", "sqlite-utils"], check=True)
    base = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:{dossier}/passerelle.db"
    for petit in ("structures", "actions"):
        chrono([PASSERELLE, "import", f"{dossier}/csv/{petit}.csv", "--base", base])
    print("charge de la machine :", ", ".join(f"{c:.1f}" for c in os.getloadavg()))
    print(f"{'fichier':16} {'lignes':>10} {'passerelle':>14} {'sqlite-utils':>14} {'rapport':>8} {'mémoire':>9} {'processeur':>11} {'fin/début':>10}")
    for nom, lignes in tailles.items():
        chemin = f"{dossier}/csv/{nom}.csv"
        avancement = Avancement(base)
        a, processeur, memoire = chrono([PASSERELLE, "import", chemin, "--base", base], avancement.regarder)
        rythme = avancement.fin_sur_debut(lignes)
        b, _, _ = chrono([f"{dossier}/venv/bin/sqlite-utils", "insert", f"{dossier}/pair.db", nom, chemin, "--csv", "--delimiter", ";"])
        print(f"{nom:16} {lignes:>10} {lignes / a:>10.0f} l/s {lignes / b:>10.0f} l/s {b / a:>7.2f}x {memoire:>6.0f} Mo {processeur:>9.1f} s {'' if rythme is None else f'{rythme:>9.0%}'}", flush=True)
    a, _, memoire = chrono([PASSERELLE, "bilan", "--du", "2015-01-01", "--au", "2017-12-31", "--base", base, "--sortie", f"{dossier}/b.json"])
    print(f"{'bilan':16} {'':>10} {a:>11.2f} s {'':>14} {'':>8} {memoire:>6.0f} Mo")
