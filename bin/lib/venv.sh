# Sourced by the commands in bin/: a virtual environment with what is pinned, made or brought up to date when needed.
# Afterwards the working directory is the project's root and $PYTHON is the environment's interpreter.

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    echo "Glokal needs Python 3.11 or newer; none was found (set PYTHON to one)." >&2
    exit 1
}

# ready_venv FOLDER REQUIREMENTS: installs only when the requirements changed since the last time.
ready_venv() {
    venv=$1 requirements=$2
    python=$(find_python)
    stamp="$venv/installed-$(basename "$requirements")"
    if [ ! -x "$venv/bin/python" ]; then
        say "Making a virtual environment in $venv"
        "$python" -m venv "$venv"
    fi
    PYTHON="$venv/bin/python"
    if ! cmp -s "$requirements" "$stamp"; then
        say "Installing what $requirements pins (once, a minute or two)"
        "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
        cp "$requirements" "$stamp"
    fi
    export PYTHON
}
