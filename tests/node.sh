#!/bin/sh
# Node and npm, for the tests alone: Debian's, installed where we may. $1 says what they are for.
set -eu

if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing nodejs and npm for $1"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
	exit 0
fi
echo "Node and npm are needed for $1; skipped without them."
exit 1
