#!/usr/bin/env python3
"""A reader of files, alone, then while people are erased from the site and what they left is cleaned out of the bytes.

Usage: compaction.py [JEUNES [SECONDES [BASE [PROGRAMME]]]]   (a million, a minute; BASE: an empty PostgreSQL database, SQLite otherwise)

One person is erased each second, by the form of the site; the server cleans every twenty seconds, of its own. One reader opens
files of their structure, one after the other, on a kept connection: what one request in a hundred waited, and the slowest, alone and
meanwhile. The aim is that cleaning blocks no reader over 50 ms more than alone.
"""
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from serveur import PASSERELLE, arreter, preparer, servir

ICI = os.path.dirname(os.path.abspath(__file__))
JEUNES, SECONDES = (int(sys.argv[n]) if len(sys.argv) > n else d for n, d in ((1, 1_000_000), (2, 60)))
PROGRAMME = sys.argv[4] if len(sys.argv) > 4 else PASSERELLE
PORT = 8196


def demander(conn, secret, chemin, champs=None):
    entetes = {"cookie": f"passerelle={secret}", "sec-fetch-site": "same-origin"}
    if champs:
        entetes["content-type"] = "application/x-www-form-urlencoded"
    conn.request("POST" if champs else "GET", chemin, urllib.parse.urlencode(champs) if champs else None, entetes)
    reponse = conn.getresponse()
    texte = reponse.read().decode("utf-8", "replace")
    return reponse.status, texte


def lire(secret, chemins, secondes):
    conn, durees, fin = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), [], time.perf_counter() + secondes
    while (debut := time.perf_counter()) < fin:
        statut, _ = demander(conn, secret, chemins[len(durees) % len(chemins)])
        durees.append((time.perf_counter() - debut) * 1000)
        if statut != 200:
            sys.exit(f"une lecture répond {statut}")
        time.sleep(0.01)
    return sorted(durees)


def dire(quoi, durees):
    p = lambda part: durees[min(len(durees) - 1, int(len(durees) * part))]
    au_dela = sum(d > 50 for d in durees)
    print(f"{quoi:10} {len(durees):>6} lectures, p50 {p(.5):.1f} ms, p99 {p(.99):.1f}, la plus lente {durees[-1]:.1f}, {au_dela} au-delà de 50", flush=True)


with tempfile.TemporaryDirectory() as dossier:
    base = sys.argv[3] if len(sys.argv) > 3 and sys.argv[3] else f"sqlite:{dossier}/passerelle.db"
    journal = f"{dossier}/serveur.log"
    preparer(PROGRAMME, base, PORT, journal)
    cookies = f"{dossier}/sessions"
    subprocess.run([sys.executable, f"{ICI}/generer.py", base, cookies, str(JEUNES)], check=True)
    serveur = servir(PROGRAMME, base, PORT, journal)
    try:
        sessions = [ligne.rstrip("\n").split(";") for ligne in open(cookies, encoding="utf-8")]
        admin = next(s for role, _, s in sessions if role == "administrateur")
        _, structure, lecteur = next(x for x in sessions if x[0] == "conseiller")
        jeunes = [ligne.split(";")[:2] for ligne in open(cookies + ".jeunes", encoding="utf-8")]
        siens = [f"/jeunes/{j}" for s, j in jeunes if s == structure][:50]
        autres = [j for s, j in jeunes if s != structure]
        lire(lecteur, siens, 3)  # caches warm up
        dire("seul", lire(lecteur, siens, SECONDES))
        faits, arret = [], threading.Event()

        def effacer():
            conn = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            for j in autres:
                statut, page = demander(conn, admin, f"/jeunes/{j}/effacer")
                motif = re.search(r'<option value="([^"]+)"', page.split('name="motif"')[-1])
                statut, page = demander(conn, admin, f"/jeunes/{j}/effacer", {"motif": motif[1], "compris": "oui"}) if motif else (statut, page)
                faits.append(statut)
                if arret.wait(1):
                    return

        fil = threading.Thread(target=effacer)
        fil.start()
        dire("pendant", lire(lecteur, siens, SECONDES))
        arret.set()
        fil.join()
        print(f"{JEUNES} jeunes, {faits.count(303)} effacements sur {len(faits)} pendant la seconde mesure (charge {open('/proc/loadavg').read().split()[0]})")
    finally:
        arreter(serveur)
