# Segmentbook. `make help` lists the targets.

PYTHON  ?= python3
STUDY   ?= complete_journey
CHAPTER ?=
FILE    ?=
SET     ?=
PREVIOUS ?=
DATA    ?= data/raw
INTERIM ?= data/interim
REPORTS ?= reports
OUT     ?=
MODEL   ?=
ANY_WINDOW ?=
AREA    ?=
WORLDS  ?=
SIZES   ?=
STORED  ?=

export STUDY CHAPTER FILE SET PREVIOUS DATA INTERIM REPORTS OUT MODEL AREA WORLDS SIZES
export PYTHONPATH := $(CURDIR)/src
export GNU_MAKE := $(MAKE_COMMAND)

RUN := .venv/bin/python -m segmentbook
PARALLEL := -n auto --dist loadfile
METHODS := core params ingest cleaning features eda clustering value segments movement products actions

.DEFAULT_GOAL := help
.PHONY: help report reports chapter new score check studies test test-fast test-deep docs messages coverage mutants lint format bench planted truth verify lab \
        lock clean clean-all set-up

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  STUDY=name (now $(STUDY))  DATA=folder of exports (now $(DATA))  FILE=an export"
	@echo "  OUT=the CSV of 'make score'  MODEL=a model.json  ANY_WINDOW=1 takes a period of any length"
	@echo "  SET=\"clustering.k_max=8 products.top=3\" replaces params for one run"
	@echo "  AREA=movement WORLDS=100 SIZES=500,2000 for a part of 'make truth', STORED=1 to run nothing"
	@echo "  PREVIOUS=model.json of an earlier report: segments keep their numbers, and what changed is shown"

report: set-up ## Bring reports/STUDY up to date: HTML, A4 PDF, slides, tables
	@exec $(RUN) build "$$STUDY" --set "$$SET" --previous "$$PREVIOUS"

reports: set-up ## The same for every study whose export is there
	@exec $(RUN) build-all

chapter: set-up ## Run CHAPTER=4_clustering and what it builds on, without the report
	@exec $(RUN) build "$$STUDY" --chapter "$$CHAPTER" --set "$$SET"

new: set-up ## Inspect the export FILE and write params/STUDY.yaml for it
	@exec $(RUN) new "$$STUDY" "$$FILE"

score: set-up ## Give the customers of a new export FILE the segments of STUDY's last report
	@exec $(RUN) score "$$STUDY" "$$FILE" --out "$$OUT" --model "$$MODEL" $(if $(ANY_WINDOW),--any-window) --set "$$SET"

check: set-up ## Check params and export of STUDY and print how they are read, running nothing
	@exec $(RUN) check "$$STUDY" --set "$$SET"

studies: set-up ## List the studies, and whether their exports are there
	@exec $(RUN) studies

test: set-up ## Run the tests (a few minutes)
	@exec .venv/bin/python -m pytest -m "not studies" $(PARALLEL)

test-fast: set-up ## Run the tests of single modules (a minute)
	@exec .venv/bin/python -m pytest -m "not studies and not kernel and not whole" $(PARALLEL)

test-deep: set-up ## Run the tests on the full studies, with a browser and a PDF viewer
	@exec .venv/bin/python -m pytest -m studies -n auto --dist loadgroup

docs: set-up ## Write the reference of the params and the picture of the packages from the code
	.venv/bin/python -m segmentbook.commands.reference
	.venv/bin/python tools/house.py

messages: set-up ## Bring the catalogues of translations up to date with code, notebooks and params
	@exec $(RUN) messages

coverage: set-up ## Print the branches of the methods that the tests of single modules leave out
	@exec .venv/bin/python -m pytest -m "not studies and not kernel" $(PARALLEL) --cov-branch \
	    --cov-report=term-missing:skip-covered $(METHODS:%=--cov=segmentbook.%)

mutants: set-up ## Change 200 operators and constants, one at a time, and print what no test notices
	@exec .venv/bin/python tools/mutants.py

lint: set-up ## Check style, types, layers, and that notebooks hold no outputs
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m nbstripout --keep-id --verify notebooks/*.ipynb

format: set-up ## Put the code into the common style
	.venv/bin/python -m ruff check --fix
	.venv/bin/python -m ruff format
	.venv/bin/python -m nbstripout --keep-id notebooks/*.ipynb

bench: set-up ## Print seconds and peak memory of every chapter of STUDY, and of large generated data
	@exec .venv/bin/python -m benchmarks.bench "$$STUDY" --set "$$SET"

planted: set-up ## Print how many planted segments `k: auto` finds again, hits and misses (minutes)
	@exec env OMP_NUM_THREADS=1 .venv/bin/python -m benchmarks.recovery

truth: set-up ## Print how often each claim is made where it is false, and where it is true (an hour)
	@exec env OMP_NUM_THREADS=1 .venv/bin/python -m benchmarks.truth --area "$$AREA" --sizes "$$SIZES" \
	    $(if $(WORLDS),--worlds "$$WORLDS") $(if $(STORED),--stored)

verify: set-up ## Run STUDY twice from nothing and compare the bytes of the outputs
	@exec $(RUN) verify "$$STUDY" --set "$$SET"

lab: set-up ## Open the notebooks in JupyterLab
	@exec .venv/bin/python -m jupyterlab --notebook-dir=notebooks

lock: ## Rewrite requirements.lock and environment.yml from pyproject.toml
	$(PYTHON) -m venv --clear .lock-venv
	.lock-venv/bin/python -m pip install --quiet uv
	.lock-venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --no-strip-extras \
	    --no-annotate --no-header --quiet --output-file requirements.lock pyproject.toml
	.lock-venv/bin/python .ci/write_environment.py
	rm -rf .lock-venv

clean: ## Remove the tables between the chapters, so that the next run starts from nothing
	@for folder in "$$INTERIM"/*/; do \
	    if [ -d "$$folder/stamps" ]; then echo "removing $$folder"; rm -rf "$$folder"; fi; \
	done

clean-all: clean ## Remove the reports, .venv and caches as well
	rm -rf reports/*/ .venv .venv.lock .lock-venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# Makes .venv anew if requirements.lock has changed; takes no time otherwise.
set-up:
	@command -v $(PYTHON) > /dev/null || \
	    { echo "There is no $(PYTHON). Install Python 3.11 or newer, or name it: PYTHON=..."; exit 2; }
	@exec $(PYTHON) -I tools/bootstrap.py
