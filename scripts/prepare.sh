#!/usr/bin/env bash
# Installs what is not here: Debian packages, and Python clients into a virtual environment.
#
# usage: prepare.sh           what the build needs
#        prepare.sh VENV      what the tests need too
#
# Does nothing where everything is there. Without root it prints the exact command instead of running it.
set -euo pipefail
venv=${1:-}
here=$(cd "$(dirname "$0")/.." && pwd)
requirements="$here/Tests/Interop/requirements.txt"

missing=()
[ "$(uname)" = Darwin ] || [ -e /usr/include/sqlite3.h ] || missing+=(libsqlite3-dev)
if [ -n "$venv" ]; then
    command -v nginx >/dev/null || missing+=(nginx)
    command -v curl >/dev/null || missing+=(curl)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v h2load >/dev/null || missing+=(nghttp2-client)
    command -v wrk >/dev/null || missing+=(wrk)
    command -v keytool >/dev/null || missing+=(default-jre-headless)
    command -v chromium >/dev/null || missing+=(chromium)
    command -v chromedriver >/dev/null || missing+=(chromium-driver)
    command -v go >/dev/null || missing+=(golang-go)
    # ADAL for Go, whose sources Debian has as a package.
    [ "$(uname)" = Darwin ] || [ -d /usr/share/gocode/src/github.com/Azure/go-autorest ] ||
        missing+=(golang-github-azure-go-autorest-dev)
    [ "$(uname)" = Darwin ] || [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] ||
        missing+=(apache2 libapache2-mod-auth-openidc)
    command -v python3 >/dev/null || missing+=(python3)
    # The system's own interpreter with its msal: an old generation of clients.
    [ "$(uname)" = Darwin ] || /usr/bin/python3 -c 'import msal' 2>/dev/null || missing+=(python3-msal)
    python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
fi

if [ ${#missing[@]} -gt 0 ]; then
    install="apt-get install --yes --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "prepare: $install"
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive $install >/dev/null
    else
        echo "prepare: these are missing: ${missing[*]}; install them with: sudo $install" >&2
        exit 1
    fi
fi

if [ -n "$venv" ] && ! cmp -s "$requirements" "$venv/requirements.txt"; then
    echo "prepare: Python clients into $venv"
    python3 -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi
