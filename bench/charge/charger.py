#!/usr/bin/env python3
"""Asks a running Passerelle for pages at a constant rate, whatever it answers, and tells how long it took.

Usage: charger.py ADRESSE COOKIES [SECONDES [PAR_SECONDE [PID]]]   (PID: the server, for its memory)

Requests leave at their hour, not when the one before has answered: a server that stops for a second shows it
on a hundred requests. 90 % read (file, list filtered, search by name, telephone or number), 10 % write
(a correction of a file, by its form). Each goes under one of the open sessions, for a file of its structure.
"""
import asyncio
import collections
import random
import re
import sys
import time
import urllib.parse

adresse, cookies = sys.argv[1], sys.argv[2]
SECONDES = float(sys.argv[3]) if len(sys.argv) > 3 else 60
CADENCE = float(sys.argv[4]) if len(sys.argv) > 4 else 100
PID = sys.argv[5] if len(sys.argv) > 5 else None
HOTE, PORT = urllib.parse.urlsplit(adresse).hostname, urllib.parse.urlsplit(adresse).port
alea = random.Random(7)

sessions = [ligne.rstrip("\n").split(";") for ligne in open(cookies, encoding="utf-8")]
jeunes = collections.defaultdict(list)
for ligne in open(cookies + ".jeunes", encoding="utf-8"):
    structure, *jeune = ligne.rstrip("\n").split(";")
    jeunes[structure].append(jeune)
tous = [j for liste in jeunes.values() for j in liste]
connexions = collections.deque()
mesures = collections.defaultdict(list)
fautes = collections.Counter()
exemples = {}


async def demander(methode, chemin, secret, corps=""):
    """One exchange on a kept connection; a connection closed meanwhile is replaced once."""
    for essai in (0, 1):
        lecteur, ecrivain = connexions.pop() if connexions and not essai else await asyncio.open_connection(HOTE, PORT)
        octets = corps.encode()
        tete = (f"{methode} {chemin} HTTP/1.1\r\nhost: {HOTE}:{PORT}\r\ncookie: passerelle={secret}\r\nsec-fetch-site: same-origin\r\n"
                f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(octets)}\r\n\r\n")
        try:
            ecrivain.write(tete.encode() + octets)
            entetes = (await lecteur.readuntil(b"\r\n\r\n")).decode("latin1").lower()
        except (asyncio.IncompleteReadError, ConnectionError):
            if essai:
                raise
            continue
        longueur = re.search(r"content-length: (\d+)", entetes)
        if longueur:
            recu = await lecteur.readexactly(int(longueur[1]))
        else:
            recu = b""
            while taille := int((await lecteur.readline()).strip(), 16):
                recu += await lecteur.readexactly(taille)
                await lecteur.readline()
            await lecteur.readline()
        connexions.append((lecteur, ecrivain))
        return int(entetes[9:12]), recu.decode("utf-8", "replace")


def q(texte):
    return urllib.parse.quote_plus(texte)


async def une(genre):
    role, structure, secret = alea.choice(sessions)
    id, nom, prenom, telephone, numero = alea.choice(jeunes[structure] if structure else tous)
    if genre == "correction" and role == "administrateur":
        genre = "fiche"
    chemin = {
        "fiche": f"/jeunes/{id}",
        "liste": alea.choice(["/jeunes", "/jeunes?situation=decrocheur", "/jeunes?tri=-nom", "/jeunes?page=3", "/jeunes?situation=apprenti&page=2"]),
        "recherche": "/jeunes?q=" + q(alea.choice([nom, nom.replace(" ", ""), f"{prenom} {nom}", nom[:4], prenom, telephone, numero])),
    }.get(genre)
    debut = time.perf_counter()
    try:
        if genre == "correction":
            statut, page = await demander("GET", f"/jeunes/{id}/modifier", secret)
            champs = re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page.split('<form class="formulaire"')[1])
            champs += re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(?:(?!</select>).)*?<option value="([^"]*)" selected', page, re.S)
            champs = [(c, v) for c, v in champs if c != "code_postal"] + [("code_postal", f"93{alea.randrange(100, 999)}")]
            debut = time.perf_counter()
            statut, page = await demander("POST", f"/jeunes/{id}/modifier", secret, urllib.parse.urlencode(champs))
            bonne = statut == 303
        else:
            statut, page = await demander("GET", chemin, secret)
            bonne = statut == 200
    except Exception as e:  # whatever happens is a failure to be told
        bonne, statut, page = False, type(e).__name__, str(e)
    mesures[genre].append((time.perf_counter() - debut) * 1000)
    if not bonne:
        fautes[(genre, statut)] += 1
        exemples.setdefault((genre, statut), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[-1]))[:300])


def memoire():
    if not PID:
        return {}
    lignes = open(f"/proc/{PID}/status").read()
    return {c: int(re.search(rf"{c}:\s+(\d+)", lignes)[1]) / 1024 for c in ("VmRSS", "VmHWM")}


async def jouer(secondes):
    taches, depart = [], time.perf_counter()
    for n in range(int(secondes * CADENCE)):
        attente = depart + n / CADENCE - time.perf_counter()
        if attente > 0:
            await asyncio.sleep(attente)
        genre = alea.choices(["fiche", "liste", "recherche", "correction"], [40, 20, 30, 10])[0]
        taches.append(asyncio.create_task(une(genre)))
    await asyncio.gather(*taches)
    return time.perf_counter() - depart


def dire(nom, durees):
    durees = sorted(durees)
    p = lambda part: durees[min(len(durees) - 1, int(len(durees) * part))]
    print(f"{nom:12} {len(durees):>7} {p(.5):>8.1f} {p(.95):>8.1f} {p(.99):>8.1f} {durees[-1]:>8.1f} {sum(durees) / len(durees):>8.2f}")


async def principal():
    await jouer(5)  # caches warm up
    mesures.clear(), fautes.clear()
    duree = await jouer(SECONDES)
    total = sum(map(len, mesures.values()))
    print(f"{total} demandes en {duree:.1f} s, {total / duree:.0f}/s")
    print(f"{'ms':12} {'nombre':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8} {'moyenne':>8}")
    for genre, durees in sorted(mesures.items()):
        dire(genre, durees)
    dire("ensemble", [d for durees in mesures.values() for d in durees])
    print("fautes :", dict(fautes) or "aucune")
    for cle, texte in exemples.items():
        if cle in fautes:
            print(" ", cle, texte)
    print("mémoire (Mo) :", {c: round(v) for c, v in memoire().items()})


asyncio.run(principal())
