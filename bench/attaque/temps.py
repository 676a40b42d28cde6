"""How long a 404 takes: the file of somebody one may not see, and one that is not there. Their middle times must not tell which is which."""
import asyncio
import re
import statistics
import time
import uuid

# Rounds at the least; a share of the time says how many more.
TOURS = 200


async def derouler(site, secondes):
    entree = await site.demander("POST", site.demonstration("Claire"))
    cookies = entree.cookies()
    tous = await site.demander("POST", site.demonstration("Fatoumata"))
    page = (await site.demander("GET", "/jeunes?page=3", cookies=tous.cookies())).texte
    etrangers = []
    for jeune in sorted(set(re.findall(r'href="(/jeunes/[0-9a-f-]{36})"', page))):
        if (await site.demander("GET", jeune, cookies=cookies)).statut == 404:
            etrangers.append(jeune)
    temps, fin, tour = {"étrangère": [], "absente": []}, time.time() + secondes, 0
    while tour < TOURS or time.time() < fin:
        essais = [("étrangère", etrangers[tour % len(etrangers)]), ("absente", f"/jeunes/{uuid.uuid4()}")]
        # Neither comes always first.
        for quoi, chemin in essais[:: 1 if tour % 2 else -1]:
            debut = time.perf_counter()
            reponse = await site.demander("GET", chemin, cookies=cookies)
            temps[quoi].append((time.perf_counter() - debut) * 1000)
            if reponse.statut != 404:
                raise SystemExit(f"{chemin} : {reponse.statut}")
        tour += 1
    return temps


def attaquer(site, secondes):
    site.ouvrir_demonstration()
    temps = asyncio.run(derouler(site, secondes))
    milieux = {quoi: statistics.median(t) for quoi, t in temps.items()}
    for quoi, t in temps.items():
        print(f"fiche {quoi} : 404 en {milieux[quoi]:.2f} ms (milieu de {len(t)}), 90 % sous {sorted(t)[len(t) * 9 // 10]:.2f}")
    ecart = abs(milieux["étrangère"] - milieux["absente"])
    # What one may tell from the order of two times, chance being one in two.
    devine = sum(a > b for a, b in zip(temps["étrangère"], temps["absente"])) / len(temps["absente"])
    print(f"écart des milieux {ecart:.2f} ms ; l'étrangère est la plus lente {100 * devine:.0f} fois sur cent")
    return ecart < 0.2 * milieux["absente"] and 0.4 < devine < 0.6
