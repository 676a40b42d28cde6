"""Passwords tried on accounts, 1, 20 and 200 a second, from one and many addresses, while their owners sign in.

Half of the tries are passwords alone, half come with a code, as the page asks. The owner signs in from a browser that is
not known, on a connection of the attacker's own address every other time, and does what the page asks.
"""
import asyncio
import itertools
import random
import time

ESSAIS = 48
RYTHMES = [(rythme, nombreuses) for rythme in (1, 20, 200) for nombreuses in (False, True)]
alea = random.Random(5)


async def entrer(site, compte, adresse):
    """From a browser without cookies: whether somebody came in, and after how long."""
    debut = time.perf_counter()
    champs = {"courriel": compte.courriel, "mot_de_passe": compte.mot}
    try:
        premiere = await site.demander("POST", "/connexion", champs, dit=adresse)
        if premiere.statut == 303:
            suite = {"code": compte.code()}
            fin = await site.demander("POST", "/connexion/verification", suite, dit=adresse, cookies=premiere.cookies())
        else:
            fin = await site.demander("POST", "/connexion", champs | {"code": compte.code()}, dit=adresse)
        entre = fin.statut == 303 and "passerelle" in fin.cookies()
    except (OSError, asyncio.TimeoutError, IndexError):
        entre = False
    return entre, time.perf_counter() - debut


async def assaut(site, compte, rythme, nombreuses, secondes, comptes):
    """Tries leave at their hour, whatever the ones before became."""
    debut, taches = time.perf_counter(), []

    async def essayer(rang):
        adresse = f"198.51.{alea.randrange(100)}.{alea.randrange(250)}" if nombreuses else "203.0.113.7"
        champs = {"courriel": compte.courriel, "mot_de_passe": f"girafe tournevis {rang}"}
        if rang % 2:
            champs["code"] = f"{alea.randrange(1_000_000):06}"
        try:
            reponse = await site.demander("POST", "/connexion", champs, dit=adresse)
        except (OSError, asyncio.TimeoutError, IndexError):
            comptes["sans réponse"] += 1
            return
        comptes["envoyés"] += 1
        comptes["jugés"] += "ne vont pas ensemble" in reponse.texte
        comptes["renvoyés (503)"] += reponse.statut == 503
        comptes["erreurs (500)"] += reponse.statut == 500
        comptes["entrés"] += reponse.statut == 303

    for rang in itertools.count():
        attente = debut + rang / rythme - time.perf_counter()
        if attente > 0:
            await asyncio.sleep(attente)
        if time.perf_counter() - debut > secondes:
            break
        taches.append(asyncio.create_task(essayer(rang)))
    await asyncio.gather(*taches)


async def derouler(site, secondes):
    tranche = secondes / ESSAIS
    # A code serves once: an account comes back when its next one is there.
    comptes = [await site.inscrire(f"personne{i}@attaque.example") for i in range(min(ESSAIS, int(31 / tranche) + 2))]
    attendre = 31 - (time.time() - comptes[-1].servi * 30)
    await asyncio.sleep(max(0, attendre))
    cumul = dict.fromkeys(["envoyés", "jugés", "renvoyés (503)", "erreurs (500)", "entrés", "sans réponse"], 0)
    resultats = []
    for essai in range(ESSAIS):
        compte, (rythme, nombreuses) = comptes[essai % len(comptes)], RYTHMES[essai * len(RYTHMES) // ESSAIS]
        attaque = asyncio.create_task(assaut(site, compte, rythme, nombreuses, tranche, cumul))
        await asyncio.sleep(tranche * 0.5)
        adresse = "203.0.113.7" if essai % 2 and not nombreuses else "192.0.2.44"
        entre, duree = await entrer(site, compte, adresse)
        resultats.append((rythme, nombreuses, entre and duree < 10, duree))
        await attaque
    # Where somebody signed in before, without waiting for anybody.
    connus = []
    for compte in comptes[:4]:
        debut = time.perf_counter()
        champs = {"courriel": compte.courriel, "mot_de_passe": compte.mot}
        reponse = await site.demander("POST", "/connexion", champs, dit="203.0.113.7", cookies=compte.appareil)
        connus.append((reponse.entete("location").startswith("/connexion/verification"), time.perf_counter() - debut))
    return cumul, resultats, connus, len(comptes)


def attaquer(site, secondes):
    site.ouvrir("--mandataire")
    cumul, resultats, connus, combien = asyncio.run(derouler(site, secondes))
    for rythme, nombreuses in RYTHMES:
        siens = [r for r in resultats if r[:2] == (rythme, nombreuses)]
        gagnes = sum(r[2] for r in siens)
        print(f"{rythme:4} essais/s, {'plusieurs adresses' if nombreuses else 'une adresse'} : "
              f"{gagnes} entrées sur {len(siens)}, la plus lente {max(r[3] for r in siens):.2f} s")
    gagnes = sum(r[2] for r in resultats)
    print(f"en tout : {gagnes} sur {len(resultats)} en moins de 10 s ; navigateurs connus : {sum(c for c, _ in connus)} sur {len(connus)}, "
          f"la plus lente {max(d for _, d in connus):.2f} s")
    print("essais : " + ", ".join(f"{n} {k}" for k, n in cumul.items()))
    print(f"mots de passe jugés : {cumul['jugés']} pour {combien} comptes ({cumul['jugés'] / combien:.1f} par compte, 20 par jour au plus) ; "
          f"mémoire {site.memoire()} Mo")
    return (gagnes >= 47 and all(c for c, _ in connus) and cumul["jugés"] <= 20 * combien
            and not cumul["entrés"] and not cumul["erreurs (500)"])
