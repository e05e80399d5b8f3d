#!/bin/sh
# Makes .venv and installs run.txt or dev.txt in it, only when that file has changed.
# Usage: venv.sh run|dev [port], from the root of the project; a port that is taken is said before
# installing anything.
set -eu

need=$1
port=${2:-}
requirements=infra/requirements
python=.venv/bin/python

sum() { cksum <"$requirements/$1.txt" | tr ' ' '-'; }
fail() { echo "✗ $1" >&2; exit 1; }

# dev.txt holds all of run.txt, so its stamp (which names both files) serves for both.
run_stamp=.venv/.run-$(sum run)
dev_stamp=.venv/.dev-$(sum dev)-$(sum run)
if [ "$need" = run ]; then stamp=$run_stamp; else stamp=$dev_stamp; fi

# The Python under a venv may have been upgraded away: then it is made again.
if $python -c 'import pip' 2>/dev/null; then
    if [ -f "$stamp" ] || [ -f "$dev_stamp" ]; then exit 0; fi
else
    found=
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            found=$candidate
            break
        fi
    done
    [ -n "$found" ] || fail "Il faut Python 3.11 ou plus récent (python3 est absent ou trop ancien)."
    "$found" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Ce Python n'a pas le module venv : installez-le (« apt install python3-venv » sous Debian ou Ubuntu)."
    [ -z "$port" ] || "$found" -m infra.local.ports "$port" || exit 1
    "$found" -m venv --clear .venv || fail "Le dossier .venv n'a pas pu être créé."
fi

echo "… Installation des bibliothèques ($need.txt ; une seule fois, moins d'une minute)"
rm -f .venv/.run-* .venv/.dev-*
# The lock is complete and hashed: nothing to resolve (--no-deps). What is really used is compiled
# when first imported, which costs less than compiling everything now (--no-compile).
$python -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps --no-compile \
    --require-hashes -r "$requirements/$need.txt" ||
    fail "L'installation des bibliothèques a échoué : vérifiez la connexion puis relancez."
touch "$stamp"
