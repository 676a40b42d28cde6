#!/usr/bin/env python3
"""Fills a base with a territory at full size: young people, what happened to them, accounts with open sessions.

Usage: generer.py BASE COOKIES [JEUNES]   (BASE: sqlite:file or postgres://…, with the schema and nothing else)

The base must have been opened once by `passerelle`. Rows are written straight into the tables; the words
of the search are made as the product makes them for names in plain letters. Same arguments, same bytes but
for the hashes of sessions. COOKIES receives one line a session: role, structure, secret.
"""
import csv
import datetime
import hashlib
import io
import random
import sqlite3
import subprocess
import sys
import time
import unicodedata
import uuid

base, cookies = sys.argv[1], sys.argv[2]
JEUNES = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
STRUCTURES, COMPTES, ACTIONS = 200, 2_000, 2_000
alea = random.Random(93)
MAINTENANT = int(time.time() * 1000)
AUJOURDHUI = datetime.date.today()
JOURS = [(AUJOURDHUI - datetime.timedelta(days=n)).isoformat() for n in range(1_200)]
NAISSANCES = [(datetime.date(1997, 1, 1) + datetime.timedelta(days=n)).isoformat() for n in range(4_000)]

# Names are drawn as people have them: a few very common, most rare.
DEBUTS = "Bel Cas Dor Fal Gar Lan Mar Ner Pal Ros Ben Che Dia Fou Gui Ham Jou Kei Leb Mou Nad Oul Per Que Rah Sal Tra Val Zer Abd".split()
MILIEUX = "a i o ou e an in al ar il en".split()
FINS = "dour din camp nard rin ville lier mont tier gnon sard bert lon kari dani ssi li ne ba ra".split()
NOMS = [d + m + f for d in DEBUTS for m in MILIEUX for f in FINS]
NOMS += [f"{a} {b}" for a in ("Ben", "El", "Le", "De La", "Da", "Ould") for b in DEBUTS for _ in range(2)]
PRENOMS = [a + b for a in "Ami Jul In Mam Lé Yan Fat Thé Sar Ibr Chlo Kev Aï Luc Nad Hug Sof Cam Moh Zo".split() for b in
           "na es ès adou a is ou o ah ahim é in cha as ia ine iane ilo ane el".split()]
POIDS_NOMS = [1 / (n + 20) for n in range(len(NOMS))]
POIDS_PRENOMS = [1 / (n + 10) for n in range(len(PRENOMS))]
alea.shuffle(NOMS)
alea.shuffle(PRENOMS)


def plier(texte):
    nu = "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c)).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in nu).split())


def mots(*noms):
    tous = set()
    for nom in noms:
        m = plier(nom).split()
        tous.update(m)
        tous.update("".join(m[i:]) for i in range(len(m)))
    return sorted(tous)


class Sqlite:
    def __init__(self, adresse):
        self.conn = sqlite3.connect(adresse.removeprefix("sqlite:"), isolation_level=None)
        self.conn.execute("PRAGMA journal_mode = WAL")
        self.conn.execute("PRAGMA synchronous = OFF")
        self.conn.execute("PRAGMA foreign_keys = OFF")
        self.conn.execute("PRAGMA cache_size = -800000")

    def ecrire(self, table, champs, lignes):
        sql = f"INSERT INTO {table} ({', '.join(champs)}) VALUES ({', '.join('?' * len(champs))})"
        octets = lambda v: v.bytes if isinstance(v, uuid.UUID) else v
        self.conn.execute("BEGIN")
        self.conn.executemany(sql, ([octets(v) for v in l] for l in lignes))
        self.conn.execute("COMMIT")

    def finir(self):
        self.conn.execute("PRAGMA analysis_limit = 400")
        self.conn.execute("ANALYZE")
        self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.conn.close()


class Postgres:
    def __init__(self, adresse):
        self.adresse = adresse

    def ecrire(self, table, champs, lignes):
        fils = subprocess.Popen(["psql", "-q", "-v", "ON_ERROR_STOP=1", self.adresse, "-c",
                                 f"COPY {table} ({', '.join(champs)}) FROM STDIN WITH (FORMAT csv)"], stdin=subprocess.PIPE)
        texte = io.TextIOWrapper(fils.stdin, encoding="utf-8", newline="")
        dire = lambda v: "\\x" + v.hex() if isinstance(v, bytes) else {True: "t", False: "f", None: ""}.get(v, v) if not isinstance(v, int) or isinstance(v, bool) else v
        sortie = csv.writer(texte)
        for ligne in lignes:
            sortie.writerow([dire(v) for v in ligne])
        texte.close()
        if fils.wait() != 0:
            sys.exit(f"{table} : COPY refusé")

    def finir(self):
        subprocess.run(["psql", "-q", self.adresse, "-c", "VACUUM ANALYZE"], check=True)


moteur = Sqlite(base) if base.startswith("sqlite:") else Postgres(base)
depart = time.monotonic()


def ecrire(table, champs, lignes):
    moteur.ecrire(table, champs.split(), lignes)
    print(f"{table:16} {time.monotonic() - depart:7.1f} s", flush=True)


def identifiant(rang, genre):
    """Ordered in time as those of the product: the rank leads."""
    return uuid.UUID(int=(0x0190_0000_0000 + rang // 4 << 80) | (7 << 76) | (2 << 62) | (genre << 48) | rang)


J = lambda n: identifiant(n, 1)
S = lambda n: identifiant(n, 2)
C = lambda n: identifiant(n, 3)
A = lambda n: identifiant(n, 4)
GENRES = ["mission_locale"] * 6 + ["cfa", "e2c", "mission_locale", "mlds"]
# Structures deliver their files one after the other; a fifth of the young people came since, in any order.
STRUCTURE = [n * STRUCTURES // JEUNES if n % 5 else alea.randrange(STRUCTURES) for n in range(JEUNES)]

ecrire("structures", "id code nom nom_plie type departement",
       ((S(n), f"S{n:04}", f"Structure {n:04}", f"structure {n:04}", GENRES[n % 10], "93") for n in range(STRUCTURES)))
ecrire("comptes", "id nom demonstration cree_le", ((C(n), f"Compte {n:04}", False, MAINTENANT) for n in range(COMPTES)))

# One account in a hundred keeps the platform; the others work in a structure.
def role(n):
    return "administrateur" if n % 100 == 0 else ("formateur" if GENRES[n % STRUCTURES % 10] == "cfa" else ("responsable" if n < STRUCTURES else "conseiller"))


ecrire("habilitations", "id compte_id role structure_id du",
       ((C(n), C(n), role(n), None if n % 100 == 0 else S(n % STRUCTURES), MAINTENANT - 1) for n in range(COMPTES)))
secrets = [hashlib.sha256(f"{alea.random()} {n}".encode()).hexdigest() for n in range(COMPTES)]
FIN = MAINTENANT + 10 * 3_600_000
ecrire("sessions", "empreinte compte_id ouverte_le vue_le expire_le habilitation_id id fort",
       ((hashlib.sha256(s.encode()).digest(), C(n), MAINTENANT, MAINTENANT, FIN, C(n), C(n), True) for n, s in enumerate(secrets)))
ecrire("actions", "id code type intitule intitule_plie porteur_id date_debut etat",
       ((A(n), f"A{n:05}", "formation", f"Action {n}", f"action {n}", S(n % STRUCTURES), JOURS[n % 900], "ouverte") for n in range(ACTIONS)))

noms = alea.choices(NOMS, POIDS_NOMS, k=JEUNES)
prenoms = alea.choices(PRENOMS, POIDS_PRENOMS, k=JEUNES)
SITUATIONS = ["demandeur_emploi", "demandeur_emploi", "decrocheur", "scolarise", "apprenti", "inactif"]
ecrire("jeunes", "id nom prenom nom_plie mots date_naissance sexe commune_insee code_postal qpv niveau situation date_premier_accueil telephone courriel",
       ((J(n), noms[n], prenoms[n], f"{plier(noms[n])} {plier(prenoms[n])}", "".join(" " + m for m in mots(noms[n], prenoms[n])),
         NAISSANCES[n * 7 % 4_000], "FM"[n % 2], f"930{n % 40 + 10}", f"93{n % 900 + 100}", n % 3 == 0, "V", SITUATIONS[n % 6], JOURS[n % 1_200],
         f"+336{n:08}", f"j{n}@demo.example") for n in range(JEUNES)))
ecrire("jeunes_mots", "mot jeune_id", sorted((m, J(n)) for n in range(JEUNES) for m in mots(noms[n], prenoms[n])))
ecrire("numeros", "structure_id numero jeune_id", sorted((S(STRUCTURE[n]), f"{n:08}", J(n)) for n in range(JEUNES)))
# Three facts each, beside the accompagnement itself.
ecrire("accompagnements", "id jeune_id structure_id du en_charge",
       ((J(n), J(n), S(STRUCTURE[n]), JOURS[n % 1_200], True) for n in range(JEUNES)))
F = lambda n: identifiant(n, 5)
compte_de = lambda n: C(STRUCTURE[n] + STRUCTURES * (n % (COMPTES // STRUCTURES)))
un_sur = lambda pas: range(0, JEUNES, pas)
ecrire("referents", "id jeune_id compte_id structure_id du", ((F(n), J(n), compte_de(n), S(STRUCTURE[n]), JOURS[n % 700]) for n in un_sur(2)))
ecrire("contacts", "id jeune_id structure_id compte_id type date presence cree_le",
       ((F(n), J(n), S(STRUCTURE[n]), compte_de(n), "entretien", JOURS[n * 3 % 900], "present", MAINTENANT) for n in range(JEUNES)))
ecrire("notes", "id jeune_id structure_id compte_id niveau date texte cree_le",
       ((F(n), J(n), S(STRUCTURE[n]), compte_de(n), "suivi", JOURS[n * 5 % 900], f"Entretien {n} : projet confirmé.", MAINTENANT) for n in un_sur(2)))
ecrire("positionnements", "id jeune_id action_id prescripteur_id date etat",
       ((F(n), J(n), A(n * 31 % ACTIONS), S(STRUCTURE[n]), JOURS[n * 11 % 900], "propose") for n in un_sur(2)))
ecrire("contrats", "id structure_id jeune_id type employeur_nom date_debut date_fin",
       ((F(n), S(STRUCTURE[n]), J(n), "apprentissage", f"Entreprise {n % 9_000}", JOURS[n * 13 % 900], None) for n in un_sur(2)))
moteur.finir()
with open(cookies, "w", encoding="utf-8") as f:
    for n, s in enumerate(secrets):
        f.write(f"{role(n)};{'' if n % 100 == 0 else n % STRUCTURES};{s}\n")
# What the load asks for: files, names, telephones and numbers that each structure really has.
with open(cookies + ".jeunes", "w", encoding="utf-8") as f:
    for n in range(0, JEUNES, max(1, JEUNES // 40_000)):
        f.write(f"{STRUCTURE[n]};{J(n)};{noms[n]};{prenoms[n]};+336{n:08};{n:08}\n")
print(f"{JEUNES} jeunes en {time.monotonic() - depart:.0f} s")
