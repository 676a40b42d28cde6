#!/usr/bin/env python3
"""Vérifie un procès-verbal de tirage, sans réseau, avec la seule bibliothèque standard.

python3 verifier.py proces-verbal.json                  0 si tout est exact, 1 sinon, et les lignes en cause ;
                                                        2 si tout est exact mais que la vague précédente n’est pas vérifiée
python3 verifier.py proces-verbal.json --affectations   écrit aussi affectations.csv, à l’octet près

Écrit d’après docs/tirage.md seul.
"""
import hashlib
import hmac
import json
import sys
from fractions import Fraction
from math import lcm

MEMBRES = ["format", "protocole", "protocole_sha256", "secret_liste", "precedent", "racine", "alea", "secrets",
           "graine", "affectations_sha256", "cellules", "reports", "personnes"]
LISTES = ["cellules", "reports", "personnes"]
PROTOCOLE = ["titre", "bras", "vagues", "strates", "strates_vides_admises", "sites", "exclusions", "parties"]

class Ecart(Exception):
    """Ce qui ne tient pas : des couples (ligne, motif)."""

def exiger(vrai, ligne, motif):
    if not vrai:
        raise Ecart([(ligne, motif)])

def compact(valeur):
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))

def ecrire(pv):
    """Les octets du fichier : un membre par ligne, une ligne par élément des listes."""
    def membre(nom):
        if nom not in LISTES:
            return compact(nom) + ":" + compact(pv[nom])
        return compact(nom) + ":[" + "".join(("\n" if i == 0 else ",\n") + compact(e) for i, e in enumerate(pv[nom])) + "\n]"
    return "{\n" + ",\n".join(membre(nom) for nom in MEMBRES) + "\n}\n"

def champs(*textes):
    """Chaque champ précédé de sa longueur en octets, sur quatre octets, poids fort d’abord."""
    octets = [t.encode() if isinstance(t, str) else t for t in textes]
    return b"".join(len(o).to_bytes(4, "big") + o for o in octets)

def sha(octets):
    return hashlib.sha256(octets).digest()

def signer(cle, message):
    return hmac.digest(cle, message, "sha256")

def feuille(secret, identifiant, site, vague, strate, exclusion):
    sel = signer(secret.encode(), b"S" + champs(identifiant))
    return sha(b"\0" + champs(sel, identifiant, site, vague, strate, exclusion))

def racine(feuilles):
    niveau = sorted(feuilles)
    while len(niveau) > 1:
        paires = [niveau[i:i + 2] for i in range(0, len(niveau), 2)]
        niveau = [sha(b"\1" + p[0] + p[1]) if len(p) == 2 else p[0] for p in paires]
    return niveau[0]

def piece(graine, groupe, choix, num, den):
    """Vrai avec la probabilité exacte num/den."""
    limite, essai = 2**64 - 2**64 % den, 0
    while True:
        signe = signer(graine, b"R" + groupe + choix.to_bytes(4, "big") + essai.to_bytes(4, "big"))
        valeur = int.from_bytes(signe[:8], "big")
        if valeur < limite:
            return valeur % den < num
        essai += 1

def avancer(chaine, n, p, q, jeter):
    """Fait venir n personnes dans la chaîne [personnes, retenus] de ratio p/q ; rend combien sont gardées."""
    bas, f0 = divmod(chaine[0] * p, q)
    apres, f1 = divmod((chaine[0] + n) * p, q)
    num, den = (min(f0, f1), f0) if chaine[1] > bas else (max(f1 - f0, 0), q - f0)
    retenus = apres + (1 if num == den or (num > 0 and jeter(num, den)) else 0)
    gardes = retenus - chaine[1]
    chaine[:] = [chaine[0] + n, retenus]
    return gardes

def parts(site):
    ratios = [Fraction(r) for r in site["ratios"]]
    return [int(r * lcm(*(x.denominator for x in ratios))) for r in ratios]

def controler(pv):
    """Tout ce qui est donné : protocole, personnes, racine, secrets, graine."""
    p = pv["protocole"]
    exiger(pv["format"] == "passerelle-tirage/1", 2, "format inconnu")
    membres = PROTOCOLE[:1] + ["hasard"][:bool(p.get("hasard"))] + PROTOCOLE[1:]
    exiger(list(p) == membres and len(p["bras"]) > 1, 3, "protocole mal formé")
    for site in p["sites"]:
        exiger(all(str(Fraction(r)) == r for r in site["ratios"]), 3, "ratio qui n’est pas réduit")
        exiger(type(site["capacite"]) in (int, type(None)), 3, "capacité mal formée")
        exiger(sum(map(Fraction, site["ratios"])) == 1 and len(site["ratios"]) == len(p["bras"]), 3,
               "les ratios de %s ne font pas 1" % site["code"])
    exiger(sha(compact(p).encode()).hex() == pv["protocole_sha256"], 4, "empreinte du protocole")
    exiger(len(pv["secret_liste"]) >= 32, 5, "le secret de la liste est trop court")
    sites, vagues = [s["code"] for s in p["sites"]], p["vagues"]
    exclusions = [""] + [e["code"] for e in p["exclusions"]]
    premiere, faux, avant = 13 + len(pv["cellules"]) + 2 + len(pv["reports"]) + 2, [], ""
    for rang, (ident, site, vague, strate, exclusion, ecrite, *_) in enumerate(pv["personnes"]):
        valeurs = strate.split("|") if strate else []
        bon = (site in sites and vague in vagues and exclusion in exclusions and len(valeurs) == len(p["strates"])
               and all(v in s["valeurs"] or not s["valeurs"] for v, s in zip(valeurs, p["strates"]))
               and avant < ident and feuille(pv["secret_liste"], ident, site, vague, strate, exclusion).hex() == ecrite)
        if bon:
            avant = ident
        else:
            faux.append((premiere + rang, "la personne « %s » n’est pas celle qui a été engagée" % ident))
    if faux:
        raise Ecart(faux)
    exiger(racine(bytes.fromhex(x[5]) for x in pv["personnes"]).hex() == pv["racine"], 7, "les personnes ne donnent pas cette racine")
    exiger(pv["alea"] and pv["alea"] == pv["alea"].strip(), 8, "valeur publique mal formée")
    exiger(all(s["secret"] for s in pv["secrets"]), 9, "un secret est vide")
    engages = [(s["partie"], sha(s["secret"].encode()).hex()) for s in pv["secrets"]]
    exiger(engages == [(x["nom"], x["engagement"]) for x in p["parties"]], 9, "un secret n’est pas celui qui a été engagé")
    precedent = bytes.fromhex(pv["precedent"]["sha256"]) if pv["precedent"] else b""
    graine = sha(champs("passerelle-tirage/1/graine", bytes.fromhex(pv["protocole_sha256"]), bytes.fromhex(pv["racine"]),
                        precedent, pv["alea"], *[s["secret"] for s in pv["secrets"]]))
    exiger(graine.hex() == pv["graine"], 10, "la graine ne découle pas des lignes 4, 6, 7, 8 et 9")
    return graine

def depart(pv):
    """Les chaînes de chaque site au début de ce tirage."""
    p, chaines = pv["protocole"], {}
    for place, site in enumerate(p["sites"]):
        chaines[site["code"]] = [[0, 0] for _ in p["bras"][1:]]
        if pv["precedent"]:
            code, avant = pv["precedent"]["reports"][place]
            commun, restent, parties = sum(parts(site)), avant[0][0], parts(site)
            exiger(code == site["code"] and len(avant) == len(p["bras"]) - 1, 6, "reports mal formés")
            for (personnes, retenus), part in zip(avant, parties):
                bas, reste = divmod(personnes * part, commun) if commun else (0, 0)
                exiger(personnes == restent < 2**40 and retenus - bas in ([0, 1] if reste else [0]) if commun else personnes == 0, 6,
                       "les reports de %s sont impossibles" % code)
                commun, restent = commun - part, restent - retenus
            chaines[code] = [list(c) for c in avant]
    return chaines

def rejouer(pv, graine):
    """Le procès-verbal attendu, et les affectations."""
    p, chaines = pv["protocole"], depart(pv)
    sites, groupes = [s["code"] for s in p["sites"]], {}
    for x in pv["personnes"]:
        groupes.setdefault((sites.index(x[1]), p["vagues"].index(x[2]), x[3]), []).append(x)
    cellules, resultats, entrees = [], {}, {}
    for (s, v, strate), gens in sorted(groupes.items(), key=lambda g: (g[0][0], g[0][1], g[0][2].encode())):
        site, vague = p["sites"][s], p["vagues"][v]
        tires, chaine, tour = [x[0] for x in gens if not x[4]], chaines[site["code"]], (s, v)
        if tour not in entrees:
            n = sum(not x[4] for g, autres in groupes.items() if g[:2] == tour for x in autres)
            libres = n if site["capacite"] is None else max(site["capacite"] - chaine[0][0], 0)
            entrees[tour] = ([0, 0], min(libres, n), n)
            deja = pv["precedent"] and [site["code"], vague] in pv["precedent"]["vagues"]
            exiger(not (n and deja), 6, "la vague %s de %s a déjà été tirée" % (vague, site["code"]))
        groupe, (entree, places, candidats) = champs(vague, site["code"], strate), entrees[tour]

        def jeter(choix):
            return lambda num, den: piece(graine, groupe, choix, num, den)
        admis = avancer(entree, len(tires), places, candidats, jeter(0)) if candidats else 0
        comptes, reste, commun = [], admis, sum(parts(site))
        for j, part in enumerate(parts(site)[:-1]):
            comptes.append(avancer(chaine[j], reste, part, commun, jeter(j + 1)) if commun else 0)
            reste, commun = reste - comptes[-1], commun - part
        comptes.append(reste)
        admission = Fraction(places, candidats) if candidats else Fraction(1)
        probas = [str(Fraction(r) * admission) for r in site["ratios"]] + [str(1 - admission)]
        cellules.append([site["code"], vague, strate, len(tires), len(gens) - len(tires), admis, comptes, probas[:-1], probas[-1]])
        suite = [b for b, n in enumerate(comptes) for _ in range(n)] + [-1] * (len(tires) - admis)
        rangs = sorted((signer(graine, b"T" + groupe + champs(i)), i.encode(), i) for i in tires)
        for (ticket, _, i), b in zip(rangs, suite):
            resultats[i] = [p["bras"][b] if b >= 0 else "surnombre", probas[b], ticket.hex()]
    personnes = [x[:6] + resultats.get(x[0], ["", "", ""]) for x in pv["personnes"]]
    lignes = [";".join(x[:4] + x[6:]) for x in personnes if x[8]]
    csv = "\n".join(["identifiant;site;vague;strate;bras;probabilite;ticket"] + lignes) + "\n"
    reports = [[s["code"], chaines[s["code"]]] for s in p["sites"]]
    return dict(pv, cellules=cellules, reports=reports, personnes=personnes, affectations_sha256=sha(csv.encode()).hex()), csv

def verifier(octets):
    try:
        texte = octets.decode()
        exiger("\r" not in texte, texte.partition("\r")[0].count("\n") + 1, "les fins de ligne sont celles de Windows (CR LF)")
        pv = json.loads(texte)
        exiger(ecrire(pv) == texte, 1, "l’écriture n’est pas canonique")
        attendu, csv = rejouer(pv, controler(pv))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as e:
        raise Ecart([(1, "le procès-verbal ne se lit pas (%s)" % type(e).__name__)]) from e
    paires = enumerate(zip(texte.split("\n"), ecrire(attendu).split("\n")), 1)
    ecarts = [(n, "lu « %s », attendu « %s »" % (lu, juste)) for n, (lu, juste) in paires if lu != juste]
    if ecarts or texte != ecrire(attendu):
        raise Ecart(ecarts or [(1, "les groupes ne sont pas ceux de la liste")])
    return csv, pv

if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as fichier:
            affectations, pv = verifier(fichier.read())
    except Ecart as e:
        print("\n".join("ligne %d : %s" % (ligne, motif.replace(";", ",")) for ligne, motif in e.args[0]))
        sys.exit(1)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    comparer = "Racine : %s\nValeur publique : %s\nProtocole : %s\nAffectations : %s\n" % (
        pv["racine"], pv["alea"], pv["protocole_sha256"], pv["affectations_sha256"])
    print(affectations if "--affectations" in sys.argv else "Procès-verbal exact.\n" + comparer, end="")
    if pv["precedent"]:
        print("L’enchaînement avec la vague précédente n’a pas été vérifié.", file=sys.stderr)
        sys.exit(2)
