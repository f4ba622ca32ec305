# Everything a person types here; `make` alone prints the list.
VENV ?= .venv
PORT ?= 8000
SIZE ?= small
ROSTOK_HOME ?= .rostok
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
MANAGE := $(BIN)/python manage.py
# The fast suite keeps its own home and SQLite, whatever the shell has set.
TEST := env -u DATABASE_URL -u ROSTOK_DEMO ROSTOK_HOME=var/test $(BIN)/python -m pytest -n 2 --dist loadfile
export ROSTOK_HOME
# Several processes start here one after another: what one has compiled serves the next.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check fmt bench lock clean

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(VENV)/.dev ## install what the product, its tests and linters need into .venv

demo: $(VENV)/.run ## demo data for the five systems, then the site: PORT=8000 SIZE=small|full
	$(BIN)/rostok demo --size $(SIZE)
	ROSTOK_DEMO=1 $(BIN)/rostok serve --port $(PORT)

serve: $(VENV)/.run ## the site and its worker over the data that is there: PORT=8000
	$(BIN)/rostok serve --port $(PORT)

test: setup ## the fast suite on SQLite
	$(TEST) -m "not browser and not slow"

check: setup ## style, types, order of imports, templates, migrations, packs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	env -u DATABASE_URL $(MANAGE) makemigrations --check --dry-run
	$(BIN)/rostok packs check

fmt: setup ## put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## measure: one table for each program in bench/
	@$(BIN)/python -m bench

lock: setup ## write requirements/*.txt anew from requirements/*.in
	@set -e; for name in base dev; do $(BIN)/uv pip compile --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet requirements/$$name.in \
		-o requirements/$$name.txt; done

clean: ## forget the environment and caches; data in ROSTOK_HOME stays
	rm -rf $(VENV) var .mypy_cache .ruff_cache .import_linter_cache .hypothesis build

# Stamps: an environment is made once for each state of the requirement files.
$(VENV)/bin/pip:
	@sh .ci/venv "$(VENV)" $(PYTHON)

$(VENV)/.run: requirements/base.txt pyproject.toml | $(VENV)/bin/pip
	$(PIP) install --quiet --require-hashes -r requirements/base.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
