#!/usr/bin/env python3
"""A territory at full size under load, then the same reads beside Datasette (PyPI) on the same file.

Usage: bench.py [JEUNES [SECONDES [BASE]]]   (BASE: an empty PostgreSQL database; SQLite in a temporary file if absent)

Datasette shows rows of a table as a page: it has neither roles nor masked names nor a journal. Each is asked for one
page after the other, which tells what a page costs. Its search by name is a prefix on an indexed column.
"""
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import venv

from serveur import PASSERELLE, arreter, attendre, preparer, servir

ICI = os.path.dirname(os.path.abspath(__file__))
jeunes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
secondes = sys.argv[2] if len(sys.argv) > 2 else "60"
PORT, PORT_PAIR = 8193, 8194
# The address of its queries moved with version 1.
DATASETTE = "datasette<1"


def une_a_une(port, chemins, entetes):
    """Milliseconds of each page, on one kept connection."""
    conn, durees = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for chemin in chemins:
        debut = time.perf_counter()
        conn.request("GET", chemin, headers=entetes)
        reponse = conn.getresponse()
        reponse.read()
        durees.append((time.perf_counter() - debut) * 1000)
        if reponse.status != 200:
            sys.exit(f"{chemin} : {reponse.status}")
    return durees


with tempfile.TemporaryDirectory() as dossier:
    base = sys.argv[3] if len(sys.argv) > 3 else f"sqlite:{dossier}/passerelle.db"
    journal = f"{dossier}/serveur.log"
    preparer(PASSERELLE, base, PORT, journal)
    cookies = f"{dossier}/sessions"
    subprocess.run([sys.executable, f"{ICI}/generer.py", base, cookies, str(jeunes)], check=True)
    serveur = servir(PASSERELLE, base, PORT, journal)
    subprocess.run([sys.executable, f"{ICI}/charger.py", f"http://127.0.0.1:{PORT}", cookies, secondes, "100", str(serveur.pid)], check=True)

    if base.startswith("sqlite:"):
        venv.create(f"{dossier}/venv", with_pip=True)
        subprocess.run([f"{dossier}/venv/bin/pip", "-q", "install", DATASETTE], check=True)
        pair = subprocess.Popen([f"{dossier}/venv/bin/datasette", "serve", base.removeprefix("sqlite:"), "-p", str(PORT_PAIR),
                                 "--setting", "sql_time_limit_ms", "20000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        attendre(PORT_PAIR, pair)
        # A conseiller, and people of their structure.
        _, structure, secret = next(l for l in map(lambda l: l.strip().split(";"), open(cookies)) if l[0] == "conseiller")
        siens = [l.strip().split(";")[1:] for l in open(cookies + ".jeunes") if l.startswith(structure + ";")][:100]
        q = urllib.parse.quote_plus
        fiche = "select * from jeunes where id = unhex('{}')"
        demandes = {
            "fiche": ([f"/jeunes/{j[0]}" for j in siens], ["/passerelle?sql=" + q(fiche.format(j[0].replace("-", ""))) for j in siens]),
            "liste": (["/jeunes?situation=decrocheur"] * 20, ["/passerelle/jeunes?situation=decrocheur&_size=25"] * 20),
            "recherche": ([f"/jeunes?q={q(j[1])}" for j in siens], [f"/passerelle/jeunes?nom_plie__startswith={q(j[1].lower())}&_size=25" for j in siens[:20]]),
        }
        print(f"{'page (ms, p50)':16} {'passerelle':>11} {'datasette':>10} {'rapport':>8}")
        for nom, (siennes, autres) in demandes.items():
            a = statistics.median(une_a_une(PORT, siennes, {"cookie": f"passerelle={secret}"}))
            b = statistics.median(une_a_une(PORT_PAIR, autres, {}))
            print(f"{nom:16} {a:>11.1f} {b:>10.1f} {b / a:>7.1f}x", flush=True)
        pair.kill()
    arreter(serveur)
