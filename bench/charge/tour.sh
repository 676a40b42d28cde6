#!/usr/bin/env bash
# What the turn of a gesture costs on PostgreSQL: the statements of a short gesture with its line of the journal, as they
# were before gestures took turns and as they are, at 10 and 100 gestures a second and as fast as six clients can.
#
# Usage: tour.sh ADRESSE_D_UNE_BASE_VIDE [SECONDES]   (pgbench and psql in the PATH; 100 requests a second make 10 gestures)
set -euo pipefail
base=$1 secondes=${2:-15} dossier=$(mktemp -d)
trap 'rm -rf "$dossier"' EXIT
psql -q "$base" <<'SQL'
CREATE TABLE tete (numero bigint NOT NULL); INSERT INTO tete VALUES (0);
CREATE TABLE journal (numero bigint PRIMARY KEY, texte text);
CREATE TABLE gestes (cle uuid PRIMARY KEY, fait_le bigint NOT NULL);
CREATE TABLE jeunes (id int PRIMARY KEY, v text); INSERT INTO jeunes SELECT g, 'x' FROM generate_series(1, 100000) g; ANALYZE;
SQL
geste='SELECT v FROM jeunes WHERE id = :id; SELECT v FROM jeunes WHERE id = :id; SELECT v FROM jeunes WHERE id = :id;
UPDATE jeunes SET v = v WHERE id = :id;
SELECT numero FROM tete FOR UPDATE; INSERT INTO journal SELECT numero + 1, repeat($$x$$, 200) FROM tete; UPDATE tete SET numero = numero + 1;
COMMIT;'
tour="SET LOCAL lock_timeout = '8s'\\; SET LOCAL idle_in_transaction_session_timeout = '60s'\\; SELECT pg_advisory_xact_lock(7034, hashtext(current_schema()))\\; SET LOCAL lock_timeout = '2s';
INSERT INTO gestes VALUES (gen_random_uuid(), 0) ON CONFLICT (cle) DO NOTHING;"
printf '\\set id random(1, 100000)\nBEGIN;\n%s\n' "$geste" > "$dossier/avant.sql"
printf '\\set id random(1, 100000)\nBEGIN;\n%s\n%s\n' "$tour" "$geste" > "$dossier/apres.sql"
for cadence in "-R 10" "-R 100" ""; do
  for quoi in avant apres avant apres; do
    # shellcheck disable=SC2086
    lu=$(pgbench -n -c 6 -j 1 $cadence -T "$secondes" -f "$dossier/$quoi.sql" "$base" 2>&1 | grep -E "latency average|^tps" | tr '\n' ' ')
    echo "${cadence:-au plus vite} $quoi : $lu (charge $(cut -d' ' -f1 /proc/loadavg))"
  done
done
