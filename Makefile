# The commands of trag, the same for people and CI. Needed on the machine: make, and Python 3.11 to 3.13.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Which Python makes .venv: the first of these that runs and is new enough, unless PYTHON names one.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$p" && break; done)
# An index of CPU builds of torch, for machines whose own index serves the CUDA build (5 GB more).
TORCH_INDEX ?=
# The data folder; only the checkout's own, or one that is not there yet, is given the sample organisation.
TRAG_DATA ?= .data
export TRAG_DATA

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
PIP_ARGS := $(if $(TORCH_INDEX),--extra-index-url "$(TORCH_INDEX)")
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
DEV := $(VENV)/.dev
PAGE := ui/static/index.html
PAGE_SOURCES := $(wildcard ui/*.json ui/*.ts ui/*.html) $(shell find ui/src -type f 2>/dev/null)
NODE_MODULES := ui/node_modules/.package-lock.json
SAMPLE := examples/documents examples/org.yaml
CHROMIUMS := chromium chromium-browser google-chrome
# The questions of `make eval`, how many of them (0: all), and the run they make or go on with.
CASES ?= examples/questions.jsonl
SAMPLE_SIZE ?= 0
RUN ?= $(basename $(notdir $(CASES)))
# Where `make bundle` puts its folder, what it adds to trag, and the wheel of trag (empty: built).
BUNDLE ?= dist/bundle
BUNDLE_EXTRAS ?= model
WHEEL ?=
# What `make bench` measures (empty: all), and at how many entities or chunks (empty: the sizes of the page it writes).
BENCH ?=
SIZE ?=
# How many users `make load` has, and for how many seconds (empty: 200, 120).
LOAD_USERS ?=
LOAD_SECONDS ?=
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile -rs --durations 10

# Relative, since pip splits the value at spaces and the checkout's path may have some.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Libraries stay quiet and offline.
export DO_NOT_TRACK := 1
export SCARF_NO_ANALYTICS := 1
export UNSTRUCTURED_DISABLE_NOTICE := 1
export ANONYMIZED_TELEMETRY := False
export ORT_DISABLE_TELEMETRY := 1
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export HF_DATASETS_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export RAY_USAGE_STATS_ENABLED := 0
export LANGSMITH_TRACING := false

# A question reaches the command as it was typed: $(value) keeps make from reading a $ in it,
# and the recipe passes it in the environment, so no shell reads it either.
export QUESTION := $(value Q)
unexport Q

.PHONY: help install run sample ask eval bench load bundle ui test test-slow e2e check lint types layers page-check dockerfile-check repository-check

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

install: $(INSTALLED) ## Make .venv and install trag there: .venv/bin/trag is the command

run: sample $(PAGE) ## Install, take in the sample organisation, serve the chat page on 127.0.0.1:8000
	@exec $(BIN)/trag serve

ask: sample ## Answer a question in the terminal: make ask Q="Who leads the Finance Division?"
	@test -n "$$QUESTION" || { echo 'Give a question: make ask Q="Who leads the Finance Division?"' >&2; exit 2; }
	@exec $(BIN)/trag ask -- "$$QUESTION"

eval: sample ## Ask questions with known answers, with and without the tree; goes on where it stopped
	@exec $(BIN)/trag eval run "$(CASES)" --arm rag --arm t-rag --sample $(SAMPLE_SIZE) --name "$(RUN)"

bench: $(DEV) ## Measure speed and memory against their budgets (<= 10 minutes); BENCH=retrieval for a part
	@$(BIN)/python -m tests.bench $(BENCH) $(if $(SIZE),--size $(SIZE))

load: $(DEV) ## 200 users for 2 minutes on a model of a set speed, fairness, clients that don't read (docs/results.md)
	@$(BIN)/python -m tests.load $(if $(LOAD_USERS),--users $(LOAD_USERS)) $(if $(LOAD_SECONDS),--seconds $(LOAD_SECONDS))

bundle: $(INSTALLED) ## Make a folder that installs trag on a machine without a network: dist/bundle (docs/offline.md)
	$(BIN)/python deploy/bundle/make_bundle.py "$(BUNDLE)" --extras "$(BUNDLE_EXTRAS)" $(if $(WHEEL),--wheel "$(WHEEL)") -- $(PIP_ARGS)

# A folder that somebody else made is left as it is: ours has a mark, empty until all is in.
# Files changed since the last time are taken in again.
sample: $(INSTALLED)
	@mark="$$TRAG_DATA/.sample"; \
	if [ ! -e "$$TRAG_DATA" ]; then mkdir -p "$$TRAG_DATA" && : > "$$mark"; fi; \
	if [ -e "$$mark" ] && { [ ! -s "$$mark" ] || [ -n "$$(find $(SAMPLE) -newer "$$mark")" ]; }; then \
		echo "sample organisation" > "$$mark.new" && $(BIN)/trag init && $(BIN)/trag ingest examples/documents \
		&& $(BIN)/trag tree import examples/org.yaml && mv "$$mark.new" "$$mark"; \
	fi

ui: $(PAGE) ## Build the chat page where its sources changed

test: $(DEV) $(PAGE) ## Run all tests but the slow ones (<= 12 minutes)
	$(PYTEST) -m "not slow"
	@$(SAY_BROWSER)

test-slow: $(DEV) $(PAGE) ## Run the slow tests (<= 40 minutes)
	$(PYTEST) -m slow
	@$(SAY_BROWSER)

e2e: $(DEV) $(PAGE) ## Run the browser tests alone, and take the screenshots of docs/images/screens
	$(BIN)/python -m pytest -m e2e -rs --pictures
	@$(SAY_BROWSER)

define SAY_BROWSER
for name in $(CHROMIUMS); do command -v $$name >/dev/null && exit 0; done; \
echo "The browser tests were left out: no Chromium on this machine (looked for $(CHROMIUMS))."
endef

check: lint types layers page-check dockerfile-check repository-check ## Lint, types, layers, the page's code, packaging rules
	@echo "All checks passed."

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports

page-check: $(DEV) $(NODE_MODULES)
	cd ui && export PATH="$(CURDIR)/$(BIN):$$PATH" && npm run --silent lint && npm run --silent types && npm run --silent test

dockerfile-check: $(DEV)
	$(BIN)/hadolint Dockerfile

repository-check: $(DEV)
	$(BIN)/python .ci/check_packages.py constraints.txt
	$(BIN)/python .ci/check_hosts.py

# One stamp per state of .venv, so that a second call has nothing to do.
$(MADE):
	@test -n "$(PYTHON)" || { echo "trag needs Python 3.11, 3.12 or 3.13, and none was found. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) can't make virtual environments. On Debian and Ubuntu, install the package python3-venv and try again." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	$(PIP) install --quiet --upgrade pip
	@touch $@

# The first install shows what it downloads; a later one would only list what is there already.
QUIETER = $(if $(wildcard $@),--quiet)

$(INSTALLED): $(MADE) pyproject.toml constraints.txt
	@echo "Installing trag and what it needs into $(VENV): about 4 GB with the model, which takes some minutes."
	$(PIP) install $(QUIETER) $(PIP_ARGS) -e ".[model]"
	@$(BIN)/python .ci/check_packages.py installed || echo 'It works, but the CPU build is enough: rm -r $(VENV), then make install TORCH_INDEX="an index of CPU builds of torch".'
	@touch $@

$(DEV): $(INSTALLED)
	$(PIP) install $(QUIETER) $(PIP_ARGS) --group dev
	@touch $@

# The install has built the page already; after a change of its sources the wheel's build hook builds it again.
$(PAGE): $(PAGE_SOURCES) | $(INSTALLED)
	@test -e $@ && test -z "$$(find $^ -newer $@ -print -quit)" || $(PIP) install --quiet --no-deps -e .

$(NODE_MODULES): ui/package-lock.json | $(DEV)
	cd ui && export PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --no-progress --no-audit --no-fund
