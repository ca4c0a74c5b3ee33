# Needs make and Python 3.11 or newer; everything else is installed into .venv (and, for the tests,
# as root on Debian, through apt). The matrix takes the Pythons on PATH, of pyenv, and in PYTHONS.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN ?= .run
# The distribution's own Python where it is new enough: beside the distribution's exporters, and built
# as most users have it (a Python built without profiles takes a fifth more).
BENCH_WITH ?= $(shell /usr/bin/python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo /usr/bin/python3 || echo $(PYTHON))
PYTHONS ?= $(wildcard $(HOME)/.pyenv/versions/3.1[1-9]*/bin/python)

.DEFAULT_GOAL := help
.PHONY: help run stack stack-break stack-mend stack-stop test test-matrix lint format types imports bench fuzz soak mixin docs build clean

help:  ## Show these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

$(BIN)/django-health-exporter: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --editable '.[django]'
	@touch $@

$(VENV)/.dev: pyproject.toml $(BIN)/django-health-exporter
	$(BIN)/pip install --quiet --editable '.[django,celery]' --group dev
	@touch $@

run: $(BIN)/django-health-exporter  ## Start the daemon on the sample Django project
	$(BIN)/python examples/shop/run.py --directory $(RUN)

stack: $(VENV)/.dev  ## Start all of it: servers, site, exporter, Prometheus, alerts (ARGS=--quick: without long waits)
	$(BIN)/python -m deploy.stack --directory=$(RUN)/stack up $(ARGS)

# `make stack-break database` as well as `make stack-break NAME=database`: the second word is no goal then.
ifneq ($(filter stack-break stack-mend,$(firstword $(MAKECMDGOALS))),)
NAME ?= $(word 2,$(MAKECMDGOALS))
ifneq ($(word 2,$(MAKECMDGOALS)),)
.PHONY: $(word 2,$(MAKECMDGOALS))
$(word 2,$(MAKECMDGOALS)): ; @:
endif
endif

stack-break:  ## Break a part of the stack: NAME=database, cache, worker, exporter (ARGS=--freeze)
	@$(BIN)/python -m deploy.stack --directory=$(RUN)/stack break '$(NAME)' $(ARGS)

stack-mend:  ## Mend it
	@$(BIN)/python -m deploy.stack --directory=$(RUN)/stack mend '$(NAME)'

stack-stop:  ## End the stack from another terminal, or what a killed one left
	@$(BIN)/python -m deploy.stack --directory=$(RUN)/stack stop

test: $(VENV)/.dev  ## Install what is missing and run all tests on real servers
	sh tests/support/install_servers.sh
	sh tests/support/install_newer_prometheus.sh
	sh tests/support/install_helm.sh $(BIN)/python
	$(BIN)/pytest $(ARGS)

test-matrix: $(VENV)/.dev  ## Run all tests on each supported Django, with the Pythons that are there
	sh tests/support/install_servers.sh
	sh tests/support/install_newer_prometheus.sh
	sh tests/support/install_helm.sh $(BIN)/python
	$(BIN)/tox run $(if $(PYTHONS),--discover $(PYTHONS)) -- $(ARGS)

lint: $(VENV)/.dev  ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev  ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev  ## Check types, strictly
	$(BIN)/mypy

imports: $(VENV)/.dev  ## Check that imports run one way
	$(BIN)/lint-imports

$(VENV)-bench/.done: pyproject.toml
	$(BENCH_WITH) -m venv $(VENV)-bench
	$(VENV)-bench/bin/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(VENV)-bench/bin/pip install --quiet --editable '.[django,celery]' --group tests
	@touch $@

$(VENV)-users/.done: pyproject.toml
	$(BENCH_WITH) -m venv $(VENV)-users
	$(VENV)-users/bin/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(VENV)-users/bin/pip install --quiet --editable '.[django]'
	@touch $@

bench: $(VENV)-bench/.done $(VENV)-users/.done  ## Measure speed and cost beside other exporters on real servers
	sh tests/support/install_servers.sh exporters
	BENCH_PYTHON=$(abspath $(VENV)-users)/bin/python $(VENV)-bench/bin/python benchmarks/run_all.py $(ARGS)

fuzz: $(VENV)/.dev  ## Fuzz the parsers by coverage, a minute each (ARGS="--seconds 120 yaml_file")
	$(BIN)/pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python tests/fuzz/fuzz.py $(ARGS)

soak: $(VENV)/.dev  ## Let faults come and go under load, five minutes (ARGS="--minutes 60 --seed 7")
	sh tests/support/install_servers.sh
	PYTHONPATH=tests/support $(BIN)/python -P -m soak $(ARGS)

mixin: $(VENV)/.dev  ## Write dashboards, rules and alerts anew from mixin/
	$(BIN)/python -m mixin
	$(BIN)/python deploy/helm/bundle.py

docs: $(VENV)/.dev  ## Build the documentation site into build/docs, strictly
	$(BIN)/python -m reference
	rm -rf build/docs
	$(BIN)/sphinx-build --fail-on-warning --keep-going --fresh-env --quiet --jobs=auto \
		--doctree-dir=build/doctrees docs build/docs
	@echo 'build/docs/index.html'

build: $(VENV)/.dev  ## Build the wheel and the source archive
	$(BIN)/python -m build

clean:  ## Remove what the other targets made
	rm -rf $(VENV) $(VENV)-bench $(VENV)-users $(RUN) .tox build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
