#!/bin/sh
# Which changes to handlers/opinion and handlers/action no test notices; tests/mutants.sh 100 tries a
# hundred of them, drawn by lot. What is committed is copied first: the code is changed in place.
set -eu
cd "$(dirname "$0")/.."
root=$PWD copy=$PWD/var/mutants tool=$PWD/var/mutants-venv

if ! [ -x "$tool/bin/cosmic-ray" ]; then
	.venv/bin/python -m venv "$tool"
	"$tool/bin/pip" install --quiet "cosmic-ray==8.7.0"
fi
rm -rf "$copy"
mkdir -p "$copy/var"
git archive HEAD | tar -x -C "$copy"
ln -s "$root/.venv" "$copy/.venv"
export XIAOQING_TEST_MODELS="${XIAOQING_TEST_MODELS:-$root/var/test-home}"
cd "$copy"
# Python takes a file of the same size and second for the same: it must not keep what it compiled.
export PYTHONPATH="$copy" PYTHONDONTWRITEBYTECODE=1
sh -c "$("$tool/bin/python" -c 'import tomllib
print(tomllib.load(open("tests/mutants.toml", "rb"))["cosmic-ray"]["test-command"])')" >/dev/null
"$tool/bin/cosmic-ray" init tests/mutants.toml mutants.sqlite
"$tool/bin/cr-filter-operators" mutants.sqlite tests/mutants.toml
"$tool/bin/python" - "${1:-0}" <<'PYTHON'
import random
import sqlite3
import sys

with sqlite3.connect("mutants.sqlite") as session:
    waiting = "SELECT job_id FROM work_items WHERE job_id NOT IN (SELECT job_id FROM work_results)"
    jobs = sorted(job for (job,) in session.execute(waiting))
    drawn = random.Random(1).sample(jobs, min(int(sys.argv[1]) or len(jobs), len(jobs)))
    for table in ("mutation_specs", "work_results", "work_items"):
        marks = ",".join("?" * len(drawn))
        session.execute(f"DELETE FROM {table} WHERE job_id NOT IN ({marks})", drawn)
    print(f"{len(drawn)} of {len(jobs)} changes")
PYTHON
"$tool/bin/cosmic-ray" exec tests/mutants.toml mutants.sqlite
"$tool/bin/cr-report" --surviving-only mutants.sqlite
