#!/usr/bin/env python3
"""Writes a large delivery: structures, young people, actions, positionnements, contracts.

Usage: generer.py DOSSIER [JEUNES [POSITIONNEMENTS [CONTRATS]]]
Same arguments, same bytes.
"""
import os
import random
import sys
from datetime import date, timedelta

dossier = sys.argv[1]
jeunes, positionnements, contrats = (int(a) for a in (sys.argv[2:] + ["1000000", "1000000", "300000"][len(sys.argv) - 2:])[:3])
alea = random.Random(93)
os.makedirs(dossier, exist_ok=True)
STRUCTURES, ACTIONS = 400, 2_000
NOMS = [a + b for a in ("Bel", "Cas", "Dor", "Fal", "Gar", "Lan", "Mar", "Ner", "Pal", "Ros") for b in ("adour", "bruyère", "camin", "dène", "ève", "gandou", "lune", "mézac", "tarin", "vergnol")]
PRENOMS = "Amina Jules Inès Mamadou Léa Yanis Fatou Théo Sarah Ibrahim Chloé Kevin Aïcha Lucas Nadia Hugo".split()
PREMIER = date(2014, 1, 1)
JOURS = [(PREMIER + timedelta(days=n)).isoformat() for n in range(1_800)]


def ecrire(nom, entete, lignes):
    with open(os.path.join(dossier, nom + ".csv"), "w", encoding="utf-8", newline="") as f:
        f.write(entete + "\n")
        f.writelines(lignes)


TYPES = ["mission_locale", "cfa", "france_travail", "cap_emploi", "e2c", "edi", "epide", "mlds"]
ecrire("structures", "code;nom;type;departement", (f"S{n:04};Structure {n};{TYPES[n % 8]};93\n" for n in range(STRUCTURES)))
ecrire("jeunes", "structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;date_premier_accueil;telephone;courriel",
       (f"S{n % STRUCTURES:04};{n:08};{alea.choice(NOMS)};{alea.choice(PRENOMS)};{1990 + n % 14}-{1 + n % 12:02}-{1 + n % 28:02};{'FM'[n % 2]};930{n % 40 + 10};93{n % 900 + 100};{('oui', 'non', '')[n % 3]};;{('V', 'IV', '3', '4')[n % 4]};demandeur_emploi;{JOURS[n % 1500]};06399{n % 100000:05};jeune{n}@demo.example\n"
        for n in range(jeunes)))
ecrire("actions", "code;type;intitule;porteur;date_debut;date_fin;heures_centre;heures_entreprise;places;etat;domaine;partenaires",
       (f"A{n:05};{('formation', 'atelier', 'parcours_securise', 'coaching')[n % 4]};Action {n};S{n % STRUCTURES:04};{JOURS[n % 1500]};{JOURS[n % 1500 + 90]};300;150;15;close;;\n" for n in range(ACTIONS)))


def lien(n):
    j = (n * 7919) % jeunes
    return f"S{j % STRUCTURES:04};{j:08}"


ecrire("positionnements", "structure;jeune;prescripteur;action;date;etat;date_etat;motif",
       (f"{lien(n)};S{n % STRUCTURES:04};A{(n * 31) % ACTIONS:05};{JOURS[n % 1700]};{('propose', 'accepte', 'refuse', 'entre')[n % 4]};{JOURS[n % 1700 + 20]};\n" for n in range(positionnements)))
ecrire("contrats", "structure;jeune;type;employeur_siret;employeur_nom;cfa;certification;date_conclusion;date_debut;date_fin;date_rupture;motif_rupture",
       (f"{lien(n)};{('apprentissage', 'professionnalisation', 'cdd')[n % 3]};;Entreprise {n % 9000};S{n % 50 * 8 + 1:04};RNCP{n % 900 + 30000};{JOURS[n % 1000]};{JOURS[n % 1000 + 5]};{JOURS[n % 1000 + 600]};;\n" for n in range(contrats)))
