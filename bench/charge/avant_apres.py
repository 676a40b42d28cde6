#!/usr/bin/env python3
"""The same load on two programs, one after the other and again: what a change costs to the whole site, on PostgreSQL.

Usage: avant_apres.py AVANT APRES ADRESSE [JEUNES [SECONDES [TOURS]]]

AVANT and APRES are programs, ADRESSE a server on which databases are made and removed (`postgres://…/postgres`). To tell what
the turn of a gesture costs (ADR 0015): AVANT is built at the parent of the commit that brought `db/tour.rs`,
`git log --diff-filter=A --format=%h -- crates/socle/src/db/tour.rs`. 100 requests a second leave at their hour, a tenth of them gestures;
each program has its own base, of the same people. Printed: milliseconds of each kind, the middle of the rounds, and the difference.
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile

from serveur import arreter, preparer, servir

ICI = os.path.dirname(os.path.abspath(__file__))
PORT, CADENCE = 8195, 100
if len(sys.argv) < 4:
    sys.exit(__doc__)
programmes = {"avant": sys.argv[1], "après": sys.argv[2]}
serveur_sql = sys.argv[3]
JEUNES, SECONDES, TOURS = (int(sys.argv[n]) if len(sys.argv) > n else d for n, d in ((4, 100_000), (5, 40), (6, 3)))


def sql(texte):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", serveur_sql, "-c", texte], check=True)


def adresse(nom):
    return re.sub(r"/[^/]*$", f"/{nom}", serveur_sql)


def charger(pid, cookies):
    """{kind: (mean, p50, p95, p99)}; stops when a request failed otherwise than by a form that came back with its fault."""
    dit = subprocess.run([sys.executable, f"{ICI}/charger.py", f"http://127.0.0.1:{PORT}", cookies, str(SECONDES), str(CADENCE), str(pid)],
                         check=True, capture_output=True, text=True).stdout
    fautes = dit.split("fautes :")[1].split("\n")[0]
    if re.sub(r"\('correction', 422\): \d+", "", fautes).strip(" {}") not in ("", "aucune"):
        sys.exit(dit)
    lus = re.findall(r"^(\w+) +\d+ +([\d.]+) +([\d.]+) +([\d.]+) +[\d.]+ +([\d.]+)$", dit, re.M)
    return {g: (float(moyenne), float(a), float(b), float(c)) for g, a, b, c, moyenne in lus}


mesures = {qui: [] for qui in programmes}
with tempfile.TemporaryDirectory() as dossier:
    bases = {qui: f"mesure_{n}_{os.getpid()}" for n, qui in enumerate(programmes)}
    try:
        for qui, nom in bases.items():
            sql(f"CREATE DATABASE {nom}")
            preparer(programmes[qui], adresse(nom), PORT, f"{dossier}/{qui}.log")
            subprocess.run([sys.executable, f"{ICI}/generer.py", adresse(nom), f"{dossier}/{qui}", str(JEUNES)], check=True,
                           stdout=subprocess.DEVNULL)
        for tour in range(TOURS):
            # The second of a round does not always come last.
            for qui in list(programmes)[:: 1 if tour % 2 == 0 else -1]:
                fils = servir(programmes[qui], adresse(bases[qui]), PORT, f"{dossier}/{qui}.log")
                try:
                    mesures[qui].append(charger(fils.pid, f"{dossier}/{qui}"))
                finally:
                    arreter(fils)
                print(f"  tour {tour + 1}, {qui} : ensemble {mesures[qui][-1]['ensemble'][0]:.2f} ms en moyenne", flush=True)
    finally:
        for nom in bases.values():
            sql(f"DROP DATABASE IF EXISTS {nom} WITH (FORCE)")

charge = open("/proc/loadavg").read().split()[0]
print(f"{JEUNES} jeunes, {CADENCE} demandes par seconde pendant {SECONDES} s, {TOURS} fois chacun (charge {charge}) ; ms, milieu des tours")
print(f"{'':12} {'moyenne':>22} {'p50':>22} {'p95':>22} {'p99':>22}")
for genre in sorted(mesures["avant"][0]):
    ligne = f"{genre:12}"
    for rang in range(4):
        a, b = (statistics.median(m[genre][rang] for m in mesures[qui]) for qui in ("avant", "après"))
        ligne += f" {a:6.1f} {b:6.1f} {100 * (b - a) / a if a else 0:+6.0f} %"
    print(ligne)
