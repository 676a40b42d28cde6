#!/usr/bin/env python3
"""Writes records of young people as several organisations would hold them, and the truth beside.

Usage: generer.py DOSSIER [RANGEES [GRAINE]]      same arguments, same bytes

DOSSIER/tout.csv   one file, a person has one to four records         (duplicates)
DOSSIER/a.csv, b.csv   two files of half the size, a person is at most once in each   (linkage)
DOSSIER/verite_tout.csv, verite_ab.csv     id_a;id_b of the pairs that are the same person
DOSSIER/gens_tout.csv, gens_ab.csv         id;personne;famille;cas of each record: what is hard in it (CAS)

TAUX holds every rate of error. They are guesses, in the range of published studies of administrative files; they rank
programs, they do not foretell quality on a real file.
"""
import os
import random
import sys
from datetime import date, timedelta
from itertools import accumulate, combinations

from noms import ACCENTS, AILLEURS, FRANCE, PRENOMS, VARIANTES, VOISINS, longue_traine

TAUX = {
    # the population
    "fratrie": .14, "jumeaux": .012, "jumeaux_meme_sexe": .65, "nom_double": .03, "ne_1er_janvier": .02,
    # brothers and sisters whose given names look alike; people of a foyer, who share its telephone and its mail
    "prenoms_voisins": .15, "foyer": .0004, "telephone_du_foyer": .6, "courriel_du_foyer": .25,
    # one record: names
    "nom_faute": .045, "nom_phonetique": .03, "prenom_faute": .035, "prenom_phonetique": .015, "prenom_variante": .05,
    "prenom_tronque": .35, "nom_double_coupe": .25, "noms_inverses": .012, "nom_usage": .07, "usage_a_part": .5, "particule_omise": .2,
    "majuscules": .5, "accents_perdus": .5,
    # one record: the rest
    "date_faute": .015, "date_inversee": .01, "date_1er_janvier": .012, "date_absente": .015, "sexe_faux": .005, "sexe_absent": .03,
    "demenage": .14, "cp_faute": .01, "cp_absent": .04, "commune_absente": .25, "telephone_autre": .15, "telephone_faute": .02,
    "telephone_absent": .30, "courriel_autre": .12, "courriel_faute": .015, "courriel_absent": .45,
    "telephone_de_famille": .35, "courriel_de_famille": .05,
}
LETTRES = "abcdefghijklmnopqrstuvwxyz"
PHONETIQUE = [("ph", "f"), ("qu", "k"), ("c", "k"), ("eau", "o"), ("au", "o"), ("ll", "l"), ("nn", "n"), ("ss", "c"), ("y", "i"), ("i", "y"),
              ("th", "t"), ("h", ""), ("ai", "e"), ("er", "é"), ("ou", "u"), ("an", "en"), ("en", "an"), ("x", "ks"), ("z", "s"), ("t", "tt"),
              ("r", "rr"), ("n", "nn"), ("s", "ss"), ("ck", "k"), ("ei", "ai"), ("o", "au")]
# What is hard in a person: alone, brothers and sisters, twins, either with given names that look alike, a foyer.
CAS = ("seul", "fratrie", "fratrie_voisine", "jumeaux", "jumeaux_voisins", "foyer")
ENTETE = "identifiant;nom;nom_usage;prenom;date_naissance;sexe;code_postal;commune_insee;telephone;courriel\n"
GENS = "id;personne;famille;cas\n"


class Monde:
    def __init__(self, rangees, graine):
        self.alea = random.Random(graine)
        self.rangees = rangees
        traine = longue_traine(self.alea, 60_000)
        poids = lambda n, a, s: list(accumulate(1 / (r + a) ** s for r in range(n)))
        self.france = FRANCE + traine
        self.poids_france = poids(len(self.france), 12, .88)
        self.ailleurs = AILLEURS + [a + b for a in AILLEURS[:60] for b in ("", "i", "a", "ou", "ane")]
        self.poids_ailleurs = poids(len(self.ailleurs), 6, .9)
        self.poids_prenoms = {k: poids(len(v), 8, .9) for k, v in PRENOMS.items()}
        ici = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(ici, "..", "..", "referentiels", "communes", "communes.csv"), encoding="utf-8") as f:
            insee = [ligne.split(";")[0] for ligne in list(f)[1:]]
        # A postcode is shared by one to four communes of a département.
        self.lieux, rang = [], {}
        for code in insee:
            dep = code[:2]
            rang[dep] = rang.get(dep, 0) + self.alea.choice((0, 0, 1, 1, 1))
            self.lieux.append((f"{dep}{rang[dep] + 10:03}", code))
        self.alea.shuffle(self.lieux)
        self.poids_lieux = poids(len(self.lieux), 8, .8)
        self.courriels = set()

    def oui(self, taux):
        return self.alea.random() < TAUX[taux]

    def pris(self, liste, cumul):
        return self.alea.choices(liste, cum_weights=cumul)[0]

    def telephone(self):
        return f"0{self.alea.choice('667')}{self.alea.randrange(10**8):08}"

    def courriel(self, prenom, nom):
        """An address made from the names, as people do; an address has one owner, so a taken one gets figures."""
        a = self.alea
        p, n = prenom.replace("-", ""), nom.replace("_", "")
        forme = a.choice((f"{p}.{n}", f"{p}{n}", f"{p[0]}.{n}", f"{n}.{p}", f"{p}{a.randrange(100)}", f"{p}.{n}{a.randrange(100)}", f"{p}_{n}{a.randrange(1000)}"))
        domaine = a.choice(("demo.example", "courriel.example", "poste.example", "libre.example", "mel.example"))
        adresse = f"{forme}@{domaine}"
        while adresse in self.courriels:
            adresse = f"{forme}{a.randrange(10_000)}@{domaine}"
        self.courriels.add(adresse)
        return adresse

    def prenom(self, sexe, groupe):
        cle = sexe + groupe
        return self.pris(PRENOMS[cle], self.poids_prenoms[cle])

    def nom(self, groupe):
        nom = self.pris(self.ailleurs, self.poids_ailleurs) if groupe else self.pris(self.france, self.poids_france)
        return nom + "-" + self.pris(self.france, self.poids_france) if self.oui("nom_double") else nom

    def familles(self):
        """People, family by family: ((nom, prenom, date, sexe, lieu, telephone, courriel), family, case)."""
        famille = 0
        while True:
            famille += 1
            for personne, cas in self.foyer() if self.oui("foyer") else self.famille():
                yield personne, famille, cas

    def foyer(self):
        """Unrelated people at one address, who often give its telephone and sometimes its mail."""
        a = self.alea
        lieu, tel, mel = self.pris(self.lieux, self.poids_lieux), self.telephone(), self.courriel("accueil", "foyer")
        for _ in range(a.randrange(10, 41)):
            groupe = "x" if a.random() < .6 else ""
            nom, sexe = self.nom(groupe), a.choice("MF")
            prenom = self.prenom(sexe, groupe)
            jour = date(1988, 1, 1) + timedelta(days=a.randrange(6200))
            ne = date(jour.year, 1, 1) if groupe and self.oui("ne_1er_janvier") else jour
            yield (nom, prenom, ne, sexe, lieu, tel if self.oui("telephone_du_foyer") else self.telephone(),
                   mel if self.oui("courriel_du_foyer") else self.courriel(prenom, nom)), "foyer"

    def famille(self):
        """One person, or brothers and sisters."""
        a = self.alea
        groupe = "x" if a.random() < .3 else ""
        nom = self.nom(groupe)
        lieu, maison = self.pris(self.lieux, self.poids_lieux), self.telephone()
        mel_maison = self.courriel("famille", nom)
        jumeaux = self.oui("jumeaux")
        nombre = 2 if jumeaux else (a.choice((2, 2, 2, 3)) if self.oui("fratrie") else 1)
        jour = date(1988, 1, 1) + timedelta(days=a.randrange(6200))
        sexe0 = a.choice("MF")
        cas = ("jumeaux" if jumeaux else "fratrie") if nombre > 1 else "seul"
        imposes = []
        if nombre > 1 and self.oui("prenoms_voisins"):
            cas += "_voisins" if jumeaux else "_voisine"
            imposes = a.sample(a.choice(VOISINS), 2)
        deja = set()
        for rang in range(nombre):
            if rang and not jumeaux:
                jour = jour + timedelta(days=330 + a.randrange(1300))
            if rang < len(imposes):
                prenom, sexe = imposes[rang]
            else:
                sexe = sexe0 if jumeaux and self.oui("jumeaux_meme_sexe") else a.choice("MF")
                prenom = self.prenom(sexe, groupe if a.random() < .85 else "")
                while prenom in deja:
                    prenom = self.prenom(sexe, groupe)
            deja.add(prenom)
            ne = date(jour.year, 1, 1) if groupe and self.oui("ne_1er_janvier") and not jumeaux else jour
            tel = maison if nombre > 1 and self.oui("telephone_de_famille") else self.telephone()
            mel = mel_maison if nombre > 1 and self.oui("courriel_de_famille") else self.courriel(prenom, nom)
            yield (nom, prenom, ne, sexe, lieu, tel, mel), cas

    def faute(self, mot):
        a = self.alea
        if len(mot) < 3:
            return mot
        i = a.randrange(len(mot))
        geste = a.randrange(4)
        if geste == 0:
            return mot[:i] + mot[i + 1:]
        if geste == 1:
            return mot[:i] + a.choice(LETTRES) + mot[i:]
        if geste == 2:
            return mot[:i] + a.choice(LETTRES) + mot[i + 1:]
        i = min(i, len(mot) - 2)
        return mot[:i] + mot[i + 1] + mot[i] + mot[i + 2:]

    def phonetique(self, mot):
        possibles = [(x, y) for x, y in PHONETIQUE if x in mot]
        if not possibles:
            return mot
        x, y = self.alea.choice(possibles)
        return mot.replace(x, y, 1)

    def ecrit(self, mot):
        """As typed: accents, capitals, hyphens or spaces."""
        mot = ACCENTS.get(mot, mot) if not self.oui("accents_perdus") else mot
        mot = mot.replace("_", " ")
        return mot.upper() if self.oui("majuscules") else mot.title()

    def rangee(self, personne, ident):
        a, oui = self.alea, self.oui
        nom, prenom, ne, sexe, lieu, tel, mel = personne
        usage = ""
        if sexe == "F" and oui("nom_usage"):
            autre = self.pris(self.france, self.poids_france)
            nom, usage = (nom, autre) if oui("usage_a_part") else (autre, "")
        if "-" in nom and oui("nom_double_coupe"):
            nom = a.choice(nom.split("-"))
        if "_" in nom and oui("particule_omise"):
            nom = nom.split("_")[-1]
        if oui("nom_faute"):
            nom = self.faute(nom)
        if oui("nom_phonetique"):
            nom = self.phonetique(nom)
        if prenom in VARIANTES and oui("prenom_variante"):
            prenom = a.choice(VARIANTES[prenom])
        if "-" in prenom and oui("prenom_tronque"):
            prenom = prenom.split("-")[0]
        if oui("prenom_faute"):
            prenom = self.faute(prenom)
        if oui("prenom_phonetique"):
            prenom = self.phonetique(prenom)
        if oui("noms_inverses"):
            nom, prenom = prenom, nom
        jour, mois, annee = ne.day, ne.month, ne.year
        if oui("date_1er_janvier"):
            jour = mois = 1
        elif oui("date_inversee") and jour <= 12:
            jour, mois = mois, jour
        elif oui("date_faute"):
            quoi = a.randrange(3)
            if quoi == 0:
                jour = min(28, max(1, jour + a.choice((-10, -1, 1, 10))))
            elif quoi == 1:
                mois = min(12, max(1, mois + a.choice((-1, 1))))
            else:
                annee += a.choice((-1, 1, -10, 10))
        naissance = "" if oui("date_absente") else f"{jour:02}/{mois:02}/{annee}"
        if oui("sexe_faux"):
            sexe = "MF"[sexe == "M"]
        if oui("demenage"):
            lieu = self.pris(self.lieux, self.poids_lieux)
        cp, insee = lieu
        if oui("cp_faute"):
            i = a.randrange(2, 5)
            cp = cp[:i] + str(a.randrange(10)) + cp[i + 1:]
        if oui("telephone_autre"):
            tel = self.telephone()
        elif oui("telephone_faute"):
            i = a.randrange(2, 10)
            tel = tel[:i] + str(a.randrange(10)) + tel[i + 1:]
        if oui("courriel_autre"):
            mel = self.courriel(personne[1], personne[0])
        elif oui("courriel_faute"):
            gauche, droite = mel.split("@")
            mel = self.faute(gauche) + "@" + droite
        return ";".join((
            ident, self.ecrit(nom), self.ecrit(usage), self.ecrit(prenom), naissance, "" if oui("sexe_absent") else sexe,
            "" if oui("cp_absent") else cp, "" if oui("commune_absente") else insee, "" if oui("telephone_absent") else tel,
            "" if oui("courriel_absent") else mel)) + "\n"


def ecrire(chemin, entete, lignes, alea):
    alea.shuffle(lignes)
    with open(chemin, "w", encoding="utf-8", newline="") as f:
        f.write(entete)
        f.writelines(lignes)


def main():
    dossier = sys.argv[1]
    rangees = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    graine = int(sys.argv[3]) if len(sys.argv) > 3 else 112
    os.makedirs(dossier, exist_ok=True)
    monde = Monde(rangees, graine)
    a = monde.alea
    lignes, verite, n, dits = [], [], 0, []
    gens = monde.familles()
    while len(lignes) < rangees:
        combien = min(a.choices((1, 2, 3, 4), weights=(58, 30, 9, 3))[0], rangees - len(lignes))
        personne, famille, cas = next(gens)
        ids = [f"J{n + k:08}" for k in range(combien)]
        n += combien
        lignes += [monde.rangee(personne, i) for i in ids]
        dits += [f"{i};{ids[0]};{famille};{cas}\n" for i in ids]
        verite += [f"{x};{y}\n" for x, y in combinations(ids, 2)]
    ecrire(f"{dossier}/tout.csv", ENTETE, lignes, a)
    ecrire(f"{dossier}/verite_tout.csv", "id_a;id_b\n", verite, a)
    ecrire(f"{dossier}/gens_tout.csv", GENS, dits, a)
    cote = {"a": [], "b": []}
    verite, dits = [], []
    n, moitie = 0, rangees // 2
    while len(cote["a"]) < moitie or len(cote["b"]) < moitie:
        personne, famille, cas = next(gens)
        n += 1
        ou = a.choices(("a", "b", "ab"), weights=(35, 35, 65))[0]
        ou = [c for c in ou if len(cote[c]) < moitie]
        for c in ou:
            cote[c].append(monde.rangee(personne, f"{c.upper()}{n:08}"))
            dits.append(f"{c.upper()}{n:08};{n};{famille};{cas}\n")
        if len(ou) == 2:
            verite.append(f"A{n:08};B{n:08}\n")
    for c in "ab":
        ecrire(f"{dossier}/{c}.csv", ENTETE, cote[c], a)
    ecrire(f"{dossier}/verite_ab.csv", "id_a;id_b\n", verite, a)
    ecrire(f"{dossier}/gens_ab.csv", GENS, dits, a)


if __name__ == "__main__":
    main()
