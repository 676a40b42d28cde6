"""Connections that hold on, at 1 024 descriptors: half-sent headers, endless bodies, readers who do not read, from many
addresses of this machine, while a visitor opens a page twice a second."""
import asyncio
import time

ENTETES, CORPS, LECTEURS = 500, 200, 50


async def tenir(site, genre, rang, fin, tenues):
    """Takes a connection and never lets it go; another, when it was closed."""
    # Some addresses each: none reaches what one may hold.
    de = f"127.0.{1 + rang % 40}.{1 + rang // 40}"
    while time.perf_counter() < fin:
        refuse = False
        try:
            lecteur, ecrivain = await asyncio.open_connection("127.0.0.1", site.port, local_addr=(de, 0))
        except OSError:
            await asyncio.sleep(0.2)
            continue
        debut = time.perf_counter()
        try:
            lit = asyncio.create_task(lecteur.read(1_000))
            if genre == "entêtes":
                ecrivain.write(b"GET / HTTP/1.1\r\nhost: a\r\n")
                goutte = b"x-a: b\r\n"
            elif genre == "corps":
                ecrivain.write(b"POST /connexion HTTP/1.1\r\nhost: a\r\nsec-fetch-site: same-origin\r\ntransfer-encoding: chunked\r\n"
                               b"content-type: application/x-www-form-urlencoded\r\n\r\n")
                goutte = b"1\r\nx\r\n"
            else:
                # Asks and asks; of what comes nothing is taken beyond what the system keeps. A closed connection shows on a write.
                lit.cancel()
                goutte = b"GET /assets/theme.css HTTP/1.1\r\nhost: a\r\n\r\n" * 400
            while time.perf_counter() < fin and not (lit.done() and not lit.cancelled()):
                if not ecrivain.transport.get_write_buffer_size():
                    ecrivain.write(goutte)
                await asyncio.sleep(1)
                if ecrivain.is_closing():
                    break
            refuse = lit.done() and not lit.cancelled() and b" 503 " in lit.result()
            lit.cancel()
            ecrivain.close()
        except OSError:
            pass
        tenues.append((genre, time.perf_counter() - debut, refuse, time.perf_counter() < fin))
        await asyncio.sleep(0.2)


async def derouler(site, secondes):
    fin, tenues, visites, haut = time.perf_counter() + secondes, [], [], 0
    genres = [("entêtes", ENTETES), ("corps", CORPS), ("lecteurs", LECTEURS)]
    attaques = [asyncio.create_task(tenir(site, genre, rang, fin, tenues))
                for debut, (genre, combien) in enumerate(genres) for rang in range(debut * 800, debut * 800 + combien)]
    await asyncio.sleep(2)
    while time.perf_counter() < fin:
        debut = time.perf_counter()
        try:
            reponse = await site.demander("GET", "/connexion", de="127.0.200.1", delai=15)
            visites.append((reponse.statut, time.perf_counter() - debut))
        except (OSError, asyncio.TimeoutError, IndexError):
            visites.append((0, time.perf_counter() - debut))
        haut = max(haut, site.descripteurs())
        await asyncio.sleep(0.5)
    await asyncio.gather(*attaques)
    return tenues, visites, haut


def attaquer(site, secondes):
    site.ouvrir()
    tenues, visites, haut = asyncio.run(derouler(site, secondes))
    for genre in ("entêtes", "corps", "lecteurs"):
        durees = sorted(d for g, d, refuse, lachee in tenues if g == genre and lachee and not refuse)
        if durees:
            print(f"{genre} : {len(durees)} connexions lâchées, après {durees[len(durees) // 2]:.1f} s (médiane), {durees[-1]:.1f} s au plus")
    durees = sorted(d for _, d in visites)
    servies = sum(s == 200 for s, _ in visites)
    print(f"renvoyées avec une page (503) : {sum(refuse for _, _, refuse, _ in tenues)}")
    print(f"visites : {servies} servies sur {len(visites)}, p50 {durees[len(durees) // 2] * 1000:.0f} ms, "
          f"p95 {durees[len(durees) * 95 // 100] * 1000:.0f} ms, la plus lente {durees[-1] * 1000:.0f} ms")
    print(f"descripteurs : {haut} au plus, mémoire {site.memoire()} Mo")
    # Held to the end counts as well.
    trop = [d for _, d, _, _ in tenues if d > 45]
    print(f"tenues plus de 45 s : {len(trop)}")
    return servies == len(visites) and not trop
