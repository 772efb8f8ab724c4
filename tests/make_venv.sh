#!/bin/sh
# Make the virtual environment named in $1 with the newest Python that is 3.11 or later, unless it works already.
set -eu
wanted='import sys; sys.exit(sys.version_info < (3, 11))'

if "$1/bin/python" -c "$wanted" 2>/dev/null && "$1/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi
for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$python" >/dev/null && "$python" -c "$wanted" 2>/dev/null; then
        echo "Making $1 with $("$python" --version)."
        exec "$python" -m venv --clear "$1"
    fi
done
echo "Fieldwalk needs Python 3.11 or later, and none was found. Install one, or name it: PYTHON=/path/to/python make setup" >&2
exit 1
