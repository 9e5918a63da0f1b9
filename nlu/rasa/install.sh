#!/bin/sh
# Rasa in an environment of its own, from requirements.lock: install.sh FOLDER
# Ends with 3 where there is no Python 3.10. RASA_PYTHON names one that is not found by itself.
set -eu
venv=$1
lock=$(dirname "$0")/requirements.lock

# A pyenv shim may be on the PATH and still run nothing, so each one is asked.
is_310() { "$1" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

if [ -x "$venv/bin/rasa" ] && cmp -s "$lock" "$venv/requirements.lock"; then exit 0; fi
for python in "${RASA_PYTHON:-}" python3.10 "$HOME"/.pyenv/versions/3.10*/bin/python3.10; do
	if [ -n "$python" ] && is_310 "$python"; then found=$python; fi
	[ -z "${found:-}" ] || break
done
if [ -z "${found:-}" ]; then
	echo "Rasa needs Python 3.10: neither python3.10 nor ~/.pyenv/versions/3.10* runs." >&2
	echo "Install it (pyenv install 3.10) or name it: make rasa RASA_PYTHON=/path/to/python3.10" >&2
	exit 3
fi

echo "Installing Rasa with $("$found" -V)"
rm -rf "$venv"
"$found" -m venv "$venv"
awk '/^uv==/ {p = 1} p {print} p && !/\\$/ {exit}' "$lock" >"$venv/uv.lock"
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$venv/uv.lock"
"$venv/bin/uv" pip sync --quiet --python "$venv/bin/python" --require-hashes "$lock"
cp "$lock" "$venv/requirements.lock"
