# Two commands are enough: `make run` and `make test`. Both can be repeated, and neither needs Node.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CATALOGUES := $(wildcard src/speculoos/*/locale/*/LC_MESSAGES/*.po)
STATIC := src/speculoos/web/static/speculoos

.PHONY: run test proof check bench lock format clean

run: $(VENV)/.run built ## serve the platform at 127.0.0.1:8000 (PORT= to change)
	@$(BIN)/speculoos serve --port $(PORT)

test: $(VENV)/.dev built ## the whole suite, browser and PostgreSQL included
	@tools/system.sh test
	@$(BIN)/python tools/test.py

proof: $(VENV)/.dev built ## real applications behind the gate in a real browser; pictures in var/proof (NAME= for one)
	@tools/system.sh proof
	@$(BIN)/python -m tests.applications $(NAME)

check: $(VENV)/.dev built ## format, lint, types, layers, sizes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/sizes.py
	$(BIN)/python tools/docs.py --check

bench: $(VENV)/.dev built ## one JSON object a line: name, value, unit, baseline, ratio
	@$(BIN)/python -m bench

lock: ## write requirements.lock and requirements-dev.lock anew from the ranges in pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra web --group build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra web --group build --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -o requirements-dev.lock

format: $(VENV)/.dev ## what the machine can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

built: $(CATALOGUES:.po=.mo) $(STATIC)/banner.js $(STATIC)/embed.1.js $(STATIC)/signals.1.js $(STATIC)/guard.1.js
.PHONY: built

$(STATIC)/banner.js $(STATIC)/embed.1.js &: tools/js.py tools/js_names.py $(wildcard js/banner/*) js/guard/match.js $(wildcard js/embed/*) $(wildcard js/placeholders/*)
	@$(PYTHON) -m tools.js

$(STATIC)/signals.1.js: tools/js.py tools/js_signals.py $(wildcard js/signals/*)
	@$(PYTHON) -m tools.js_signals

$(STATIC)/guard.1.js: tools/js.py tools/js_names.py tools/js_guard.py js/banner/codec.js $(wildcard js/guard/*)
	@$(PYTHON) -m tools.js_guard

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/.run: requirements.lock pyproject.toml
	@tools/system.sh run
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean: ## everything that was made, the data under var/ excepted
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -prune -exec rm -rf {} +
