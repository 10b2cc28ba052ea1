#!/bin/sh
# Builds the chat widget into widget/dist, if its sources changed. The server and the terminal chat work without it.
set -eu
cd "$(dirname "$0")/../widget"

node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
if ! command -v npm >/dev/null 2>&1 || [ "${node_major:-0}" -lt 20 ]; then
    echo 'The chat widget needs Node 20 to be built, which is not here: the page works without it, the chat does not.' >&2
    echo 'Install Node 20 (nodejs and npm) and run: make widget' >&2
    exit 0
fi
newest=$(find src scripts package-lock.json vite.config.ts -newer dist/widget.js -print 2>/dev/null | head -n 1 || true)
if [ -f dist/widget.js ] && [ -z "$newest" ]; then
    exit 0
fi
echo 'Building the chat widget …' >&2
[ -d node_modules ] && [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error >&2
npm run --silent build >&2
