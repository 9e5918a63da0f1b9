#!/bin/sh
# Node and the Bot API emulator of others (telegram-test-api) for the bot's tests.
set -eu
cd "$(dirname "$0")/botapi"

if [ node_modules/.package-lock.json -nt package-lock.json ]; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		echo "Installing nodejs and npm for the bot's tests"
		apt-get update -qq
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
	else
		echo "The tests against telegram-test-api need Node and npm; they are skipped without them."
		exit 0
	fi
fi
npm ci --no-audit --no-fund --loglevel=error
touch node_modules/.package-lock.json
