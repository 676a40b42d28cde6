#!/usr/bin/env python3
"""Times the impact engine beside statsmodels (Lin, 20 covariates, 1 000 000 rows) and numpy (1 000 000 re-draws, n = 1 000).

    cargo build --release && cargo build --release -p passerelle-impact --example chronometre
    pip install numpy pandas statsmodels
    python3 bench/impact/bench.py [ROWS] [DRAWS]

Both sides work on the same numbers in the same run. "engine" is the computation alone on columns in memory; "command"
is the whole `passerelle impact lin`, the reading of the CSV included, beside pandas and statsmodels doing the same.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm

RACINE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHRONOMETRE = os.path.join(RACINE, "target/release/examples/chronometre")
PASSERELLE = os.path.join(RACINE, "target/release/passerelle")


def executer(*arguments):
    """Wall seconds, peak resident MB and parsed JSON of a program."""
    depart = time.perf_counter()
    lance = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    # The high-water mark of the program itself: what wait4 tells includes the copy of this script it was born from.
    memoire = 0
    while lance.poll() is None:
        try:
            with open(f"/proc/{lance.pid}/status") as etat:
                memoire = max([int(l.split()[1]) for l in etat if l.startswith("VmHWM")] + [memoire])
        except OSError:
            break
        time.sleep(0.005)
    sortie, _ = lance.communicate()
    if lance.returncode != 0:
        sys.exit(f"{arguments[0]} failed")
    return time.perf_counter() - depart, memoire / 1024, json.loads(sortie)


def dire(quoi, nous, pair, nom):
    print(f"{quoi:<46} {nous:8.3f} s   {nom} {pair:8.3f} s   ratio {pair / nous:6.1f}")


def meme(quoi, a, b, tolerance=1e-9):
    if abs(a - b) > tolerance * abs(b):
        sys.exit(f"{quoi}: {a!r} here, {b!r} there")


def lin(dossier, lignes):
    hasard = np.random.default_rng(1)
    x = np.round(hasard.normal(size=(lignes, 20)), 4)
    z = np.zeros(lignes)
    z[hasard.permutation(lignes)[: lignes // 2]] = 1.0
    y = np.round(0.1 * z + x @ np.linspace(-1, 1, 20) + (1 + z) * hasard.normal(size=lignes), 4)
    binaire, csv = os.path.join(dossier, "lin.bin"), os.path.join(dossier, "lin.csv")
    np.concatenate([y, z, x.T.ravel()]).tofile(binaire)
    noms = [f"x{i}" for i in range(1, 21)]
    table = pd.DataFrame(x, columns=noms)
    table.insert(0, "z", z.astype(int))
    table.insert(0, "y", y)
    table.to_csv(csv, index=False, sep=";")
    print(f"Lin, {lignes} rows, 20 covariates; CSV of {os.path.getsize(csv) / 1e6:.0f} MB")

    _, memoire, nous = executer(CHRONOMETRE, "lin", binaire, str(lignes))
    depart = time.perf_counter()
    centre = x - x.mean(axis=0)
    plan = np.column_stack([np.ones(lignes), z, centre, centre * z[:, None]])
    ajuste = sm.OLS(y, plan).fit(cov_type="HC2", use_t=True)
    estimation, erreur = ajuste.params[1], ajuste.bse[1]
    pair = time.perf_counter() - depart
    meme("estimate", nous["estimation"], estimation)
    meme("standard error", nous["precision"], erreur)
    dire("  engine (columns in memory)", nous["secondes"], pair, "statsmodels")
    taille = os.path.getsize(binaire) / 1e6
    print(f"  peak memory {memoire:.0f} MB, of which twice {taille:.0f} for reading the columns")
    del plan, centre, ajuste, table

    if os.path.exists(PASSERELLE):
        commande = [PASSERELLE, "impact", "lin", "--donnees", csv, "--resultat", "y", "--traitement", "z"]
        secondes, memoire, resultat = executer(*commande, "--ajustement", ",".join(noms), "--format", "json")
        depart = time.perf_counter()
        lu = pd.read_csv(csv, sep=";")
        x, z = lu[noms].to_numpy(), lu["z"].to_numpy(float)
        centre = x - x.mean(axis=0)
        plan = np.column_stack([np.ones(lignes), z, centre, centre * z[:, None]])
        ajuste = sm.OLS(lu["y"].to_numpy(), plan).fit(cov_type="HC2", use_t=True)
        ajuste.bse[1]
        pair = time.perf_counter() - depart
        meme("estimate of the command", resultat["estimation"], ajuste.params[1])
        dire("  command (CSV read, checked, hashed)", secondes, pair, "pandas + statsmodels")
        print(f"  peak memory {memoire:.0f} MB; this script {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def permutation(dossier, tirages):
    hasard = np.random.default_rng(2)
    n, m = 1000, 500
    z = np.zeros(n)
    z[hasard.permutation(n)[:m]] = 1.0
    y = 0.1 * z + hasard.normal(size=n)
    binaire = os.path.join(dossier, "permutation.bin")
    np.concatenate([y, z]).tofile(binaire)
    print(f"Permutation test, n = {n}, {tirages} re-draws")
    _, _, nous = executer(CHRONOMETRE, "permutation", binaire, str(n), str(tirages))
    _, _, avec = executer(CHRONOMETRE, "permutation-intervalle", binaire, str(n), str(tirages))

    # numpy at its best here: rows of a matrix shuffled together, in blocks that fit the cache.
    observee = abs(y[z == 1].mean() - y[z == 0].mean())
    total, extremes, bloc = y.sum(), 0, 1000
    depart = time.perf_counter()
    for debut in range(0, tirages, bloc):
        combien = min(bloc, tirages - debut)
        sommes = hasard.permuted(np.broadcast_to(y, (combien, n)).copy(), axis=1)[:, :m].sum(axis=1)
        ecarts = sommes / m - (total - sommes) / (n - m)
        extremes += int((np.abs(ecarts) >= observee - 1e-12).sum())
    pair = time.perf_counter() - depart
    p = (extremes + 1) / (tirages + 1)
    # Two samples of the same law: within five standard errors of each other.
    if abs(p - nous["precision"]) > 5 * (2 * p * (1 - p) / tirages) ** 0.5 + 1 / tirages:
        sys.exit(f"p {nous['precision']} here, {p} with numpy")
    dire("  p-value", nous["secondes"], pair, "numpy")
    dire("  p-value and interval of the effect", avec["secondes"], pair, "numpy (p-value only)")


def principal():
    lignes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tirages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    print(f"numpy {np.__version__}, statsmodels {statsmodels.__version__}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as dossier:
        lin(dossier, lignes)
        permutation(dossier, tirages)


if __name__ == "__main__":
    principal()
