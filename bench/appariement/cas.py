#!/usr/bin/env python3
"""Tells links by what is hard in the people they join, beside the truth and the families of generer.py.

Usage: cas.py LIENS.csv DOSSIER tout|ab [SEUIL]       LIENS.csv: id_a;id_b;probabilite[;decision[;sur]]

For each case: pairs of records of two people of one family (or foyer) that the files hold, how many of them are linked and for
how many pairs, links that touch such people and how many of them are false in any way, and the share of their true pairs that is
linked. Then calibration: pairs by probability told, and how many of them are true; those at one half exactly are capped by a rule, and
say nothing of the probability.
"""
import sys
from collections import Counter, defaultdict

from generer import CAS
from noter import verite

BORNES = (.1, .3, .499999, .500001, .7, .9, .95, .99, .999, .9999, 1.000001)


def gens(chemin):
    """Of each record: person, family, case."""
    with open(chemin, encoding="utf-8") as f:
        next(f)
        return {i: (p, fam, cas) for i, p, fam, cas in (ligne.rstrip("\n").split(";") for ligne in f)}


def confrontables(qui, deux):
    """By case, how many pairs of records are of two people of one family; between two files, one in each."""
    familles = defaultdict(lambda: defaultdict(Counter))
    for i, (personne, famille, cas) in qui.items():
        familles[cas, famille][i[0]][personne] += 1
    total = Counter()
    for (cas, _), cotes in familles.items():
        tous = [list(c.values()) for c in cotes.values()]
        if deux and len(cotes) == 2:
            a, b = cotes.values()
            total[cas] += sum(a.values()) * sum(b.values()) - sum(a[p] * b[p] for p in a)
        elif not deux:
            n = sum(tous[0])
            total[cas] += (n * n - sum(x * x for x in tous[0])) // 2
    return total


def mesurer(paires, qui, vraies, deux, seuil):
    """By case: [pairs of two people of one family, of these linked, links that touch, of these false, true pairs, of these linked]."""
    lus = {cas: [0] * 6 for cas in CAS}
    for cas, n in confrontables(qui, deux).items():
        lus[cas][0] = n
    for a, b in vraies:
        lus[qui[a][2]][4] += 1
    for a, b, p in paires:
        if p < seuil:
            continue
        juste, (_, fa, ca), (_, fb, cb) = tuple(sorted((a, b))) in vraies, qui[a], qui[b]
        for cas in {ca, cb}:
            lus[cas][2] += 1
            lus[cas][3] += not juste
        lus[ca][5] += juste
        lus[ca][1] += not juste and fa == fb
    return lus


def calibrer(paires, vraies):
    """By probability told: pairs, probability on average, share that is true."""
    tas = [[0, 0.0, 0] for _ in BORNES]
    for a, b, p in paires:
        rang = next((r for r, borne in enumerate(BORNES) if p < borne), len(BORNES) - 1)
        tas[rang][0] += 1
        tas[rang][1] += p
        tas[rang][2] += tuple(sorted((a, b))) in vraies
    return [(bas, haut, n, p / n, v / n) for (bas, haut), (n, p, v) in zip(zip((0,) + BORNES, BORNES), tas) if n]


def dire(lus):
    print("    cas                 paires d'une famille  liées  pour mille   liens  dont faux  pour mille   rappel")
    totaux = [sum(lus[c][i] for c in CAS if c not in ("seul", "foyer")) for i in range(6)]
    for nom, (famille, liees, liens, faux, vraies, justes) in [*lus.items(), ("toutes les fratries", totaux)]:
        print(f"    {nom:20}{famille:20}{liees:7}{1000 * liees / max(famille, 1):12.3f}{liens:8}{faux:11}"
              f"{1000 * faux / max(liens, 1):12.3f}{justes / max(vraies, 1):9.4f}")


def dire_calibration(lignes):
    print("    probabilité         paires   dite     vraies")
    for bas, haut, n, dite, vues in lignes:
        print(f"    {bas:.4f} à {min(haut, 1):.4f}{n:9}   {dite:.4f}   {vues:.4f}")


def main():
    chemin, dossier, lequel = sys.argv[1:4]
    seuil = float(sys.argv[4]) if len(sys.argv) > 4 else .9
    vraies, qui = verite(f"{dossier}/verite_{lequel}.csv"), gens(f"{dossier}/gens_{lequel}.csv")
    with open(chemin, encoding="utf-8") as f:
        next(f)
        lignes = [ligne.rstrip("\n").split(";") for ligne in f]
    paires = [(x[0], x[1], float(x[2])) for x in lignes]
    dire(mesurer(paires, qui, vraies, lequel == "ab", seuil))
    dire_calibration(calibrer(paires, vraies))
    surs = [x for x in lignes if len(x) > 4 and x[4] == "sur"]
    if surs:
        p, justes = sum(float(x[2]) for x in surs), sum(tuple(sorted(x[:2])) in vraies for x in surs)
        print(f"    acceptés ensemble : {len(surs)}, précision attendue {p / len(surs):.6f}, vue {justes / len(surs):.6f} "
              f"({len(surs) - justes} faux), rappel {justes / len(vraies):.4f}")


if __name__ == "__main__":
    main()
