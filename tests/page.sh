#!/bin/sh
# The page's JavaScript: its types (tests/page.sh types), or its unit tests (tests/page.sh test).
set -eu
cd "$(dirname "$0")/page"

if ! ../node.sh "the checks of the page's JavaScript"; then exit 0; fi

case "$1" in
types)
	if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
		npm ci --no-audit --no-fund --loglevel=error
		touch node_modules/.package-lock.json
	fi
	for part in tsconfig.json tsconfig.worklet.json tsconfig.tests.json; do
		node_modules/.bin/tsc -p "$part"
	done
	;;
test)
	node --import ./register.js --test --test-reporter=dot kiosk/*/*.test.js
	;;
esac
