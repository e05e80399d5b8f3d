#!/bin/sh
# Prints the path of a Chromium for the browser tests, installing one if there is none.
# What it says to people goes to the error output.
set -eu

for candidate in "${MAILLON_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$candidate" ] && command -v "$candidate" && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "… Installation de Chromium pour les tests" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update >&2 && apt-get -qq install -y --no-install-recommends chromium >&2 || true
    command -v chromium && exit 0
fi

echo "… Téléchargement de Chromium pour les tests" >&2
.venv/bin/python -m playwright install chromium >&2 || true
.venv/bin/python -c '
import pathlib
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
print(path if path.exists() else exit(1))' 2>/dev/null && exit 0

echo "✗ Il faut Chromium pour les tests : installez-le, ou donnez son chemin dans MAILLON_CHROMIUM." >&2
exit 1
