# One thing to know: `make demo` shows the product, `make test` proves it. Python 3.11 or later is enough.

VENV    := .venv
PY      := $(VENV)/bin/python
PORT    ?= 8000
# Three workers: two keep to the browser's tests, which mostly wait for a screen, and one runs everything else.
WORKERS ?= 3

READY   := $(VENV)/.ready
APP     := build/.app
CATALOGUES := $(patsubst %.po,%.mo,$(shell find fieldwalk/text -name '*.po' 2>/dev/null))
# The browser carries the product and the phone's half of the exchange; the server's own code never rebuilds it.
CARRIED := $(shell find fieldwalk sync assets \( -name __pycache__ -o -path sync/server -o -path sync/hub -o -name '*.mo' \) -prune \
                        -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup demo test bench crash lint map lock chromium

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(CATALOGUES) $(APP) ## install into .venv and build the browser app

demo: setup ## a neighbourhood with three walks; PORT=n chooses the port
	$(VENV)/bin/fieldwalk demo --data build/demo --port $(PORT)

# Of the tests' hundred processes none compiles anew what another has imported, whatever the environment says of it.
test: setup chromium ## every test, real Chromium included
	PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/build/compiled \
	    $(PY) -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder --durations 10 $(ARGS)

bench: setup ## measure; a table, and build/bench.json
	$(PY) -m tests.benchmarks

crash: setup chromium ## kill it at unkind moments and look for what was lost
	$(PY) -m tests.crash

lint: $(READY) ## style, strict types, arrows
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m tests.rooms

map: $(READY) ## print the rooms and their arrows anew into the README
	$(PY) -m tests.rooms --write

lock: $(READY) ## choose versions anew: requirements.txt, hashed, every platform, no address
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes --upgrade \
	    --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.txt

chromium: $(READY)
	@$(PY) -m tests.browser.chromium --install

$(READY): requirements.txt pyproject.toml
	@tests/make_venv.sh $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

%.mo: %.po | $(READY)
	$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

$(APP): $(CARRIED) $(CATALOGUES) pyproject.toml requirements.txt | $(READY)
	$(PY) -m fieldwalk.bundle build/app
	@touch $@
