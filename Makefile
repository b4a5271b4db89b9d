# The commands of the project; `make` alone lists them. What they do is in ops/*.py.
.DEFAULT_GOAL := help
.PHONY: help setup run test crash cluster bench services services-stop lint translations clean

NAMES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(or $(firstword $(foreach name,$(NAMES),$(shell command -v $(name) 2>/dev/null))),\
	$(error Python 3.11 or newer is needed, and there is no python3 on this machine))
# Checks the Python first, then runs ops/<word>.py with it.
OPS = @$(PYTHON) ops/preflight.py
VENV = PYTHONPATH=site:. .venv/bin

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

setup: ## Everything that `make run` needs, short of serving
	$(OPS) setup

run: ## Set up, then serve at http://127.0.0.1:8000/ (PORT=9000 make run)
	$(OPS) run

test: ## All tests on SQLite, PostgreSQL, Elasticsearch and Chromium (ARGS="tests/site -k phone")
	$(OPS) test $(ARGS)

crash: ## Kill workers, cut connections, fill disks at many moments (CRASH_ROUNDS, CRASH_ROWS)
	$(OPS) setup --dev
	$(OPS) services run -- env CRASH_ROUNDS=$${CRASH_ROUNDS:-10} CRASH_ROWS=$${CRASH_ROWS:-30000} \
		.venv/bin/python -m pytest tests/crash $(ARGS)

cluster: ## Kill one node, or all of three, while visits are written (CLUSTER_OUTAGE=180 seconds)
	$(OPS) setup --dev
	$(OPS) services run -- env CLUSTER_OUTAGE=$${CLUSTER_OUTAGE:-180} \
		DJANGO_SETTINGS_MODULE=portal.settings.test .venv/bin/python -m pytest tests/cluster $(ARGS)

bench: ## Measure; prints a table, writes build/bench.json (BENCH_VISITS, BENCH_ROWS)
	$(OPS) bench $(ARGS)

services: ## Leave PostgreSQL and Elasticsearch running: eval "$$(make -s services)"
	$(OPS) services start

services-stop: ## Stop what `make services` started
	$(OPS) services stop

lint: ## ruff, mypy and import-linter
	$(OPS) setup --dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports

translations: ## Collect the texts into locale/ and count what lacks a translation
	$(OPS) setup --dev
	@$(VENV)/python -m ops.translations

clean: ## Remove what can be made again; keeps var/, where the data are
	rm -rf .venv node_modules build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
