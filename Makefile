# make run: everything a fresh machine needs, then the kiosk on http://127.0.0.1:8000
# make test: everything the tests need, then every test

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test test-slow lint bench lock lifecycle api commands timeline reference \
	mutants page botapi browser rasa rasa-install rasa-lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install  ## install, fetch the speech weights, serve the kiosk
	$(BIN)/xiaoqing serve

install: $(VENV)/.installed  ## the set-up alone

install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

lint: install-dev  ## ruff, mypy, which folder may import which, and tsc over the page's JavaScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@tests/page.sh types

test: lint page browser botapi  ## lint and every test that ends soon
	$(BIN)/pytest -m "not slow" -n auto --dist worksteal

test-slow: install-dev browser botapi  ## the tests that take minutes
	$(BIN)/pytest -m slow

page:  # the unit tests of the page's JavaScript
	@tests/page.sh test

botapi:  # Node and a Bot API emulator for the tests of the bot
	@tests/botapi.sh

browser:  # a Chromium and a Chinese typeface for the browser tests
	@tests/browser.sh

MUTANTS ?= 100

mutants: install-dev  ## what the tests of handlers/opinion and handlers/action would not notice; MUTANTS=0: all, for hours
	@tests/mutants.sh $(MUTANTS)

bench: install-dev  ## measure, and write docs/benchmarks.md
	$(BIN)/python -m tests.bench

bench-%: install-dev  ## measure one part anew: bench-nlu, bench-rasa, bench-channels, bench-loop, bench-chats, bench-speech
	$(BIN)/python -m tests.bench $*

timeline: install-dev  ## draw docs/timeline.svg: one utterance from its first sound to its answer's
	$(BIN)/python -m tests.bench.timeline

reference: install  ## rebuild data/reference/ from the published packages
	$(BIN)/python data/reference/place/build.py
	$(BIN)/python data/reference/place/build_outlines.py

lifecycle: install  ## draw docs/lifecycle.md from its declaration
	$(BIN)/python -m handlers.opinion.diagram > docs/lifecycle.md

api: install  ## write the table of actions in docs/api.md from their payload classes
	$(BIN)/python -m bot.api.reference docs/api.md

commands: install  ## write docs/commands.md from the help texts
	$(BIN)/python -m typer bot.command.main utils docs --name xiaoqing --output docs/commands.md

PIPELINE ?= linear

rasa: install rasa-install  ## train Rasa and serve it beside us; PIPELINE=linear or diet
	@$(BIN)/python -m nlu.rasa --pipeline $(PIPELINE)

rasa-install:
	@nlu/rasa/install.sh .rasa-venv

lock:  ## resolve the dependencies anew
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --allow-unsafe --upgrade pyproject.toml -o requirements.lock
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --group dev -c requirements.lock --upgrade -o requirements-dev.lock

rasa-lock:  ## resolve Rasa's own dependencies anew
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	cd nlu/rasa && ../../$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.10 \
		--generate-hashes --no-emit-index-url --no-header --allow-unsafe --upgrade pyproject.toml \
		-o requirements.lock

clean:  ## remove the environment; your data in var/ stays
	rm -rf $(VENV) .rasa-venv .mypy_cache .ruff_cache .pytest_cache
