# One door for every command. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
PORT ?= 8000
export PORT
PYTEST = $(PY) -m pytest -n $(WORKERS) --durations 10
WORKERS ?= 2

.PHONY: help run test test-postgres lint format bench lock messages clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 22

run: ## set up and run the product on http://127.0.0.1:8000 (PORT= to change); Ctrl-C stops it
	@.ci/venv requirements.txt
	@$(PY) -m cms.prepare
	@exec $(PY) manage.py serve --prepare

test: ## set up and run all tests on SQLite, browser stories included
	@.ci/install test
	@.ci/venv requirements-dev.txt
	$(PYTEST)

test-postgres: ## the same tests on a throw-away PostgreSQL server
	@.ci/install test postgres
	@.ci/venv requirements-dev.txt
	.ci/postgres $(PYTEST)

lint: ## format, lint, types, import layers, templates, translations, migrations, locks
	@.ci/install lint
	@.ci/venv requirements-dev.txt
	@.ci/lint

format: ## put the source into its form
	@.ci/venv requirements-dev.txt
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: ## benchmarks, each with its floor
	@.ci/install postgres
	@.ci/venv requirements-dev.txt
	@rm -rf var/bench && mkdir -p var/bench
	env -u DATABASE_URL $(PY) -W ignore -m bench.run
	DURABLE=1 .ci/postgres $(PY) -W ignore -m bench.run

messages: ## collect the source's strings into the catalogue
	@.ci/install lint
	@.ci/venv requirements-dev.txt
	DJANGO_SETTINGS_MODULE=cms.settings.test $(PY) manage.py makemessages --locale zh_Hans --no-location --no-obsolete --extension html,py,txt,svg \
	  --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

lock: ## choose versions again within the ranges of pyproject.toml
	.ci/lock

clean: ## remove what was built; the data in var/ stays
	rm -rf .venv var/static var/static.stamp var/test var/stamps .mypy_cache .pytest_cache .ruff_cache .hypothesis
