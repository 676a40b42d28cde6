#!/usr/bin/env python3
"""Times the same rows imported as ours and through a gabarit, and a proposal on a wide file.

Usage: gabarit.py [JEUNES]   (SQLite in a temporary folder; 200 000 young people if absent)
"""
import os
import random
import subprocess
import sys
import tempfile
import time

ICI = os.path.dirname(os.path.abspath(__file__))
PASSERELLE = os.path.join(ICI, "..", "..", "target", "release", "passerelle")
jeunes = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
LIGNES, COLONNES = 100_000, 60

GABARIT = """gabarit = "banc"
[tableau]
inconnus = ["NR", "-"]
[natures.jeunes]
"""


def chrono(commande, sortie=subprocess.DEVNULL):
    debut = time.monotonic()
    subprocess.run(commande, check=True, stdout=sortie, stderr=subprocess.DEVNULL)
    return time.monotonic() - debut


def traduire(source, cible):
    """The same rows under the headers of somebody else."""
    with open(source, encoding="utf-8") as lu, open(cible, "w", encoding="utf-8") as ecrit:
        entetes = lu.readline().rstrip("\n").split(";")
        ecrit.write(";".join(f"Champ {e}" for e in entetes) + "\n")
        for ligne in lu:
            ecrit.write(ligne)
    return entetes


def large(chemin):
    """A hundred thousand rows of sixty columns, as software gives them."""
    alea = random.Random(7)
    colonnes = ["Matricule", "Nom", "Prénom", "Né(e) le", "Civilité", "CP", "Portable", "Mail", "SIRET", "Début contrat"]
    colonnes += [f"Zone {n}" for n in range(COLONNES - len(colonnes))]
    with open(chemin, "w", encoding="utf-8") as f:
        f.write("Extraction\n" + ";".join(colonnes) + "\n")
        for i in range(LIGNES):
            jour = f"{alea.randint(1, 28):02}/{alea.randint(1, 12):02}"
            rangee = [str(i), "NOM", "Prénom", f"{jour}/{alea.randint(1996, 2006)}", alea.choice(["Mme", "M."]), f"93{alea.randint(100, 999)}"]
            rangee += [f"06 39 98 {i // 100 % 100:02} {i % 100:02}", f"p{i}@demo.example", "00044444400020", f"{jour}/2024"]
            rangee += [alea.choice(["", "oui", "x", str(i)]) for _ in range(COLONNES - len(rangee))]
            f.write(";".join(rangee) + "\n")


with tempfile.TemporaryDirectory() as dossier:
    subprocess.run([sys.executable, os.path.join(ICI, "generer.py"), f"{dossier}/csv", str(jeunes), "1", "1"], check=True)
    entetes = traduire(f"{dossier}/csv/jeunes.csv", f"{dossier}/partenaire.csv")
    with open(f"{dossier}/g.toml", "w", encoding="utf-8") as f:
        f.write(GABARIT + "".join(f'{e} = "Champ {e}"\n' for e in entetes))
    durees = {}
    for nom, commande in {
        "nos colonnes": [f"{dossier}/csv/jeunes.csv"],
        "gabarit": [f"{dossier}/partenaire.csv", "--gabarit", f"{dossier}/g.toml"],
    }.items():
        base = f"sqlite:{dossier}/{nom.split()[0]}.db"
        chrono([PASSERELLE, "import", f"{dossier}/csv/structures.csv", "--base", base])
        durees[nom] = chrono([PASSERELLE, "import", *commande, "--base", base])
        print(f"{nom:14} {jeunes / durees[nom]:>10.0f} l/s", flush=True)
    print(f"{'rapport':14} {durees['nos colonnes'] / durees['gabarit']:>10.2f}")
    large(f"{dossier}/large.csv")
    with open(f"{dossier}/propose.toml", "w", encoding="utf-8") as f:
        duree = chrono([PASSERELLE, "gabarit", "proposer", f"{dossier}/large.csv"], f)
    print(f"{'proposition':14} {duree:>10.2f} s   ({LIGNES} lignes, {COLONNES} colonnes)")
