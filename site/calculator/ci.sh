#!/usr/bin/env bash
# Build the calculator and its bundle, check its scripts, and test it under Node and in Chromium, from a clean clone.
# The argument is a Python with xmut_rules[browser] installed; without it a virtual environment is made for the run.
# Root installs Chromium where it is missing; npm and pip fetch the rest, by hashes or by exact versions.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${1:-}
if [ -z "$python" ]; then
    python3 -m venv "$work/venv"
    python=$work/venv/bin/python
    "$python" -m pip install --quiet --disable-pip-version-check '.[browser]'
fi
if ! command -v chromium > /dev/null || ! command -v chromedriver > /dev/null; then
    echo "installing chromium and chromium-driver"
    { apt-get update && apt-get install --yes --no-install-recommends chromium chromium-driver; } > "$work/apt.log" 2>&1 ||
        { cat "$work/apt.log"; exit 1; }
fi
"$python" site/calculator/build.py "$work/page" --bundle "$work/offline.zip"

tools=site/calculator/.cache
npm install --silent --no-save --no-audit --no-fund --prefix "$tools" typescript@5.9.3 pyodide@314.0.7 @types/node@20.19.25
"$tools/node_modules/.bin/tsc" -p site/calculator/jsconfig.json

XMUT_RULES_BUNDLE="$work/offline.zip" "$python" -P -m pytest -q --numprocesses=0 -m browser tests/site
ls -l "$work/offline.zip" | awk '{printf "offline bundle: %.1f MB\n", $5 / 1e6}'
