# Parley. `make` lists what can be done; everything that is needed is installed into this folder.
.DEFAULT_GOAL := help
.PHONY: $(shell grep -oE '^[a-z-]+:' $(firstword $(MAKEFILE_LIST)) | tr -d :)
SHELL := /bin/bash

# The first Python of this machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PY := $(BIN)/python
PORT ?= 8000
STAGE ?= prod
REGION ?= us-east-1
NODE = $(shell $(PY) -c 'from local.setup import node_folder; print(node_folder())')
PARALLEL ?= 2
# Every Python that is started here would compile all of ours anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## list the commands
	@echo "Parley: surveys and dialogues for school districts. The two commands to begin with: make run, make test."
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

setup: ## install the locked libraries and build the pages, inside this folder
	@test -n "$(PYTHON)" || { echo "Parley needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) local/setup.py

run: setup ## start everything with a demo district; PORT=8000
	@$(PY) -m local.run --port "$(PORT)"

reset: ## forget all local data
	@rm -rf .local && echo "Forgotten. The next make run begins anew."

check: static ## style, types, layers, pages, unit tests and laws, in about two minutes
	@$(PY) -m pytest tests/unit tests/laws -n $(PARALLEL) --dist loadfile

test: static browser ## everything: check, then API, jobs, packaged app and browser, with coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(PARALLEL) --dist loadfile --no-loadscope-reorder
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report

# What needs no platform; side by side, because most of it can use one core only.
static: setup
	@$(MAKE) --no-print-directory -j $(PARALLEL) pages-lint static-python pages-types pages-test

static-python:
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

pages-%:
	@PATH="$(NODE):$$PATH" npm --silent --prefix web run $*

thorough: setup browser ## every example, forged header, unasked-for field, foreign Region and window width
	@PARLEY_THOROUGH=1 $(PY) -m pytest -n $(PARALLEL) tests/api/test_forged_headers.py \
		tests/api/test_mass_assignment.py tests/api/test_bad_input.py tests/api/test_foreign_ids.py tests/laws/test_infrastructure_baseline.py tests/browser tests/unit tests/e2e

browser: setup ## find a Chromium for the browser tests, or fetch one
	@$(PY) -m local.browser

bench: setup ## calls, capacity units and processor time of every journey
	@$(PY) -m bench

conformance: setup ## the survey engine against the browser library's own results; DIR=../conformance
	@$(PY) -m local.conformance "$(or $(DIR),$(PARLEY_CONFORMANCE))"

fuzz-survey: setup ## random surveys and answers: the survey engine against the browser library; SECONDS=60 SEED=1
	@$(PY) -m local.fuzzing --seconds "$(or $(SECONDS),60)" --seed "$(or $(SEED),1)"

timing: setup ## whether a stop watch tells who has an account; ROUNDS=2000 of each class
	@$(PY) -m bench.timing --rounds "$(or $(ROUNDS),2000)"

retention: setup ## what a pass of retention costs at 1,000 rows and at ROWS=100000
	@$(PY) -m bench.retention --rows "$(or $(ROWS),100000)"

closings: setup ## random histories of districts that leave, against the promises; HISTORIES=10000
	@$(PY) -m bench.closings --histories "$(or $(HISTORIES),10000)"

closing: setup ## what a closing costs beside a small district and beside one of ROWS=10000
	@$(PY) -m bench.closing_cost --rows "$(or $(ROWS),10000)"

reidentify: setup ## whether the holder of the roster finds anybody in the trends; PEOPLE=10000
	@$(PY) -m bench.reidentify --people "$(or $(PEOPLE),10000)"

export-campaign: setup ## export, import into an empty district, export again: equal data; ROWS=100000
	@$(PY) -m bench.exports --rows "$(or $(ROWS),100000)"

package: setup ## build the bundle for AWS Lambda; ARCHITECTURE=x86_64
	@$(PY) -m infrastructure.package --target aws --architecture "$(or $(ARCHITECTURE),x86_64)"

deploy: setup ## deploy to AWS; STAGE=prod REGION=us-east-1 REPLICA=us-west-2 SET="HostName=... CertificateArn=..."
	@$(PY) -m infrastructure.deploy --stage "$(STAGE)" --region "$(REGION)" --replica-region "$(REPLICA)" $(foreach pair,$(SET),--set "$(pair)")

calendar: setup ## three years of the calendar of backups with faults, hour by hour; SEEDS=20
	@$(PY) -m tests.unit.continuity.three_years --seeds "$(or $(SEEDS),20)"

drills: setup ## restore random instants from the backup files alone, the tables lost; INSTANTS=50
	@$(PY) -m bench.drills --instants "$(or $(INSTANTS),50)"

restore-drill: setup ## a restore drill of the running platform, now
	@$(PY) -m local.job drill_restore '{"now": true}'

backup-document: setup ## whether the backup document is reviewed, and how long ago
	@$(PY) -m local.backup_document check

import: setup ## say what becomes of another product's survey; FILE=survey.lss
	@$(PY) -m local.import_survey "$(FILE)"

replay: setup ## send collected answers through the API and compare the counters; SURVEY=x.qsf RESPONSES=x.csv
	@$(PY) -m local.replay "$(SURVEY)" "$(RESPONSES)"

burst: setup ## kill everything inside a burst of answers, and count; KILLS=20 ANSWERS=500
	@$(PY) -m local.burst --kills "$(or $(KILLS),20)" --answers "$(or $(ANSWERS),500)"

crashes: setup ## kill every job at each step and at random times, and compare; TIMES=200 JOB=retain_district
	@$(PY) -m local.crashes --times "$(or $(TIMES),200)" $(if $(JOB),--job $(JOB))

job: setup ## run a background function of the running platform; NAME=back_up_daily EVENT='{}'
	@$(PY) -m local.job "$(NAME)" '$(EVENT)'

verify: setup ## whether a signed certificate or report is genuine; FILE=certificate.json KEY=parley.pem
	@$(PY) -m local.verify "$(FILE)" "$(KEY)"

escrow: setup ## open an escrow of the key table, on a machine that is not online; FOLDER=escrow/2026-11-23 KEY=escrow.pem
	@$(PY) -m local.escrow "$(FOLDER)" "$(KEY)"

lock: setup ## choose the newest libraries that requirements*.in allow, and lock them with hashes
	@for list in requirements requirements-dev local/requirements; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $$list.in -o $$list.txt || exit 1; done
