#!/bin/sh
# Node and the Bot API emulator of others (telegram-test-api) for the bot's tests.
set -eu
cd "$(dirname "$0")/botapi"

if [ node_modules/.package-lock.json -nt package-lock.json ]; then exit 0; fi
if ! ../node.sh "the tests against telegram-test-api"; then exit 0; fi
npm ci --no-audit --no-fund --loglevel=error
touch node_modules/.package-lock.json
