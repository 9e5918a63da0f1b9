#!/bin/sh
# A Chromium and a Chinese typeface for the browser tests: Debian's, installed where we may.
set -eu

has_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
has_chinese() { fc-list :lang=zh family 2>/dev/null | grep -q .; }

if has_chromium && has_chinese; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing chromium and fonts-noto-cjk for the browser tests"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fonts-noto-cjk fontconfig >/dev/null
	exit 0
fi
echo "The browser tests need Chromium and a Chinese typeface; they are skipped without them."
echo "On Debian: sudo apt-get install chromium fonts-noto-cjk"
