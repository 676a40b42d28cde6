"""Precision, recall and F1 of files of links beside the truth."""


def verite(chemin):
    with open(chemin, encoding="utf-8") as f:
        next(f)
        return {tuple(sorted(ligne.strip().split(";")[:2])) for ligne in f}


def noter(liens, vraies, seuils=(.5, .8, .9, .95)):
    """For each threshold: (precision, recall, F1); `liens` are (id_a, id_b, probability)."""
    tries = sorted(((p, tuple(sorted((a, b)))) for a, b, p in liens), reverse=True)
    resultats = {}
    for seuil in seuils:
        pris = {x for p, x in tries if p >= seuil}
        justes = len(pris & vraies)
        precision, rappel = (justes / len(pris) if pris else 0.0), justes / len(vraies)
        resultats[seuil] = (precision, rappel, 2 * precision * rappel / (precision + rappel) if justes else 0.0)
    return resultats


def meilleur(liens, vraies):
    """The best F1 over all thresholds, and where: known only to who has the truth."""
    justes, pris, haut = 0, 0, (0.0, 1.0)
    for p, x in sorted(((p, tuple(sorted((a, b)))) for a, b, p in liens), reverse=True):
        pris += 1
        justes += x in vraies
        haut = max(haut, (2 * justes / (pris + len(vraies)), p))
    return haut


def lire(chemin, decision=None):
    with open(chemin, encoding="utf-8") as f:
        next(f)
        for ligne in f:
            champs = ligne.rstrip("\n").split(";")
            if decision is None or champs[3] == decision:
                yield champs[0], champs[1], float(champs[2])
