#!/usr/bin/env python3
"""The draw beside stochatreat (Python) and, when R has it, randomizr: same people, same strata, same three ratios, same run.

cargo build --release -p passerelle-tirage --examples
pip install stochatreat
python3 bench/tirage/bench.py [people] [strata]        # 1 000 000 and 1 000

Each is timed on data already in memory, best and median of five. Ours also times what a draw that can be checked needs besides
(reading, Merkle tree, minutes, replaying them), and the page in Chromium when e2e/ is installed. Nobody else does those.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
CIBLE = Path(os.environ.get("CARGO_TARGET_DIR", RACINE / "target")) / "release/examples"
RATIOS = [0.30, 0.34, 0.36]
FOIS = 5
PROTOCOLE = """titre = "Chronomètre"
bras = ["plus", "atelier", "commun"]
vagues = [1]
[[strates]]
colonne = "strate"
[[sites]]
code = "s"
ratios = { plus = "0.30", atelier = "0.34", commun = "0.36" }
"""


def dire(quoi, meilleur, median, nous=None):
    rapport = f"   {meilleur / nous:6.1f} times ours" if nous else ""
    print(f"{quoi:<46} {meilleur:8.3f} s (median {median:.3f} s){rapport}", flush=True)


def notre(n, strates):
    """The steps of the example `chronometre`, in seconds."""
    sortie = subprocess.run([CIBLE / "chronometre", str(n), str(strates)], capture_output=True, text=True, check=True).stdout
    etapes = re.findall(r"^(.+?) +([0-9.]+) s \(médiane ([0-9.]+) s\)$", sortie, re.M)
    return {nom: (float(a), float(b)) for nom, a, b in etapes}


def stochatreat(n, strates):
    try:
        import pandas
        from stochatreat import stochatreat as tirer
    except ImportError:
        return None
    gens = pandas.DataFrame({"id": range(n), "strate": [f"S{i * 7919 % strates:04}" for i in range(n)]})
    durees = []
    for graine in range(FOIS):
        debut = time.perf_counter()
        tirer(data=gens, stratum_cols=["strate"], treats=3, probs=RATIOS, idx_col="id", random_state=graine)
        durees.append(time.perf_counter() - debut)
    return min(durees), statistics.median(durees)


def randomizr(n, strates):
    if not shutil.which("Rscript"):
        return None
    texte = f"""
suppressMessages(if (!requireNamespace("randomizr", quietly = TRUE)) quit(status = 3))
blocs <- sprintf("S%04d", ((0:({n} - 1)) * 7919) %% {strates})
durees <- sapply(1:{FOIS}, function(graine) {{ set.seed(graine); system.time(randomizr::block_ra(blocks = blocs,
  prob_each = c(.30, .34, .36)))[["elapsed"]] }})
cat(min(durees), median(durees))"""
    fait = subprocess.run(["Rscript", "-e", texte], capture_output=True, text=True, check=False)
    return tuple(map(float, fait.stdout.split())) if fait.returncode == 0 else None


def navigateur(n, strates):
    """Draw and whole check in Chromium, on minutes our program writes."""
    if not (RACINE / "e2e/node_modules").exists():
        return None
    with tempfile.TemporaryDirectory() as dossier:
        protocole, liste, tirage = (str(Path(dossier) / nom) for nom in ("protocole.toml", "liste.csv", "tirage"))
        Path(protocole).write_text(PROTOCOLE)
        with open(liste, "w") as f:
            f.write("identifiant;site;vague;strate\n")
            f.writelines(f"J{i:07};s;1;S{i * 7919 % strates:04}\n" for i in range(n))
        exemple = str(CIBLE / "tirage")
        subprocess.run([exemple, "preparer", protocole, liste, tirage, "0" * 32], check=True, capture_output=True)
        subprocess.run([exemple, "executer", tirage, "valeur publique"], check=True, capture_output=True)
        script = str(RACINE / "bench/tirage/navigateur.mjs")
        fait = subprocess.run(["node", script, f"{tirage}/proces-verbal.json"], check=True, capture_output=True, text=True)
        return json.loads(fait.stdout)


def main():
    n, strates = (int(a) for a in (sys.argv[1:] + ["1000000", "1000"][len(sys.argv) - 1:])[:2])
    print(f"{n} people, {strates} strata, ratios {RATIOS}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    etapes = notre(n, strates)
    nous = etapes.pop("tirage")
    dire("passerelle: the draw", *nous)
    for nom, mesure in (("stochatreat", stochatreat(n, strates)), ("randomizr::block_ra", randomizr(n, strates))):
        if mesure:
            dire(nom, *mesure, nous[0])
        else:
            print(f"{nom:<46} is not on this machine")
    for nom, duree in etapes.items():
        dire(f"passerelle: {nom}", *duree)
    page = navigateur(n, strates)
    if page:
        assert page["exact"], "the page refuses minutes that are exact"
        print(f"{'page in Chromium: the draw':<46} {page['tirage']:8.3f} s")
        print(f"{'page in Chromium: file read, checked and drawn':<46} {page['tout']:8.3f} s")


if __name__ == "__main__":
    main()
