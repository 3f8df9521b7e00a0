#!/bin/sh
# Start the calculator with the Python or the Node of this computer.
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then exec "$python" serve.py "$@"; fi
done
if command -v node >/dev/null 2>&1; then exec node serve.mjs "$@"; fi
echo "需要 Python 3.8 或 Node。 Python 3.8 or Node is needed." >&2
exit 1
