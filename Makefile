# Everything a newcomer, a developer or CI runs. `make` alone lists it.
# Needs Python 3.11 to 3.15 with venv and pip, and make; the environment is made here, in $(VENV), on first use.

# Tried in this order: the newest first whose compiler, numba, has wheels (today it has them for all).
PYTHONS := 3.15 3.14 3.13 3.12 3.11

VENV    ?= .venv
WORKERS ?= 2
WHEELS  ?= wheelhouse
EXTRAS  ?= viz,dask
TESTS   ?= tests

bin    := $(VENV)/bin
pip    := $(bin)/python -m pip --disable-pip-version-check install -qq --constraint constraints.txt
inputs := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo viz test check docs validation results mutants bench bench-plot lock wheelhouse clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.core ## install on first use, then run a small place with and without levers (a minute or two)
	@$(bin)/govsim demo

viz: $(VENV)/.viz ## install the browser viewer on first use, then start it
	@$(bin)/govsim viz

test: $(VENV)/.dev ## run the whole test suite
	@if [ -z "$$GOVSIM_NO_BROWSER" ] && ! .ci/find-chromium >/dev/null; then \
	    echo "No Chromium found: the browser tests are left out (GOVSIM_NO_BROWSER=1). On Debian: apt install chromium"; \
	    GOVSIM_NO_BROWSER=1; export GOVSIM_NO_BROWSER; \
	fi; \
	PYTHONDONTWRITEBYTECODE= $(bin)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: $(VENV)/.dev ## lint, format, types and import rules
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy --strict sim
	$(bin)/lint-imports --no-logo

docs: $(VENV)/.core ## write PARAMETERS.md and GLOSSARY.md from the declarations, the tables of VALIDATION.md from what was kept
	@$(bin)/python -m sim.cli.parameter_page
	@$(bin)/python -m sim.cli.glossary_page
	@$(bin)/python -m sim.cli.validation_record

validation: $(VENV)/.dev ## validate three places anew, for sim/VALIDATION.md (some minutes)
	@mkdir -p results/curated/validation
	for place in demo guancheng xialu; do \
	    $(bin)/govsim validate place=$$place --json --lang en > results/curated/validation/$$place.json || exit 1; \
	done
	@$(bin)/python -m sim.cli.validation_record

results: $(VENV)/.core ## make results/curated and the tables of experiments/ anew (about an hour on two cores)
	$(bin)/python experiments/all_levers.py --funding all --out results/curated/all_levers
	$(bin)/python experiments/publish.py

pictures: $(VENV)/.core ## draw the pictures of the README anew (a minute)
	$(bin)/python experiments/pictures.py

mutants: $(VENV)/.dev ## change the model in a hundred wrong ways, print which changes no test notices (not part of CI)
	$(bin)/python -m tests.mutants $(MUTANTS)

bench: $(VENV)/.dev ## measure speed; compares, never fails; adds a row to results/curated/bench/history.csv
	$(bin)/python -m tests.bench
	$(bin)/python -m tests.bench --row

bench-plot: $(VENV)/.dev ## draw the history of speed
	$(bin)/python -m tests.bench.history

lock: $(VENV)/bin/python ## work out constraints.txt anew (needs Python 3.11 and newer ones)
	$(bin)/python .ci/lock.py

wheelhouse: $(VENV)/bin/python ## gather all that an installation needs in wheelhouse/, for a machine without internet
	$(bin)/python -m pip --disable-pip-version-check wheel --quiet --constraint constraints.txt --wheel-dir $(WHEELS) '.[$(EXTRAS)]'
	@echo "Carry $(WHEELS) to a machine with the same system and the same Python, and there:"
	@echo "  python3 -m venv .venv && .venv/bin/pip install --no-index --find-links $(WHEELS) 'govsim[$(EXTRAS)]'"

clean: ## remove environments, caches and builds; results stay
	rm -rf .venv .venv-3.* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find sim tests experiments -name __pycache__ -type d -prune -exec rm -rf {} +

# Made anew when its Python is gone; never left half-made.
$(VENV)/bin/python:
	@python=$$(.ci/find-python $(PYTHONS)) || { \
	    echo "govsim needs Python 3.11 to 3.15 with venv and pip$${PYTHON:+ (PYTHON=$$PYTHON is not)}." >&2; \
	    echo "On Debian or Ubuntu: apt install python3 python3-venv. Elsewhere: make PYTHON=/path/to/python3" >&2; \
	    exit 1; }; \
	echo "Making $(VENV) with $$python"; \
	"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.core: $(inputs) | $(VENV)/bin/python
	@echo "Installing govsim into $(VENV), once (about a minute)"
	@$(pip) --editable .
	@touch $@

$(VENV)/.viz: $(inputs) | $(VENV)/bin/python
	@echo "Installing govsim and its viewer into $(VENV), once (about a minute)"
	@$(pip) --editable '.[viz]'
	@touch $@ $(VENV)/.core

$(VENV)/.dev: $(inputs) | $(VENV)/bin/python
	@echo "Installing govsim, its viewer and the developers' tools into $(VENV), once (about a minute)"
	@$(pip) --editable '.[viz,dask,dev]'
	@touch $@ $(VENV)/.core $(VENV)/.viz
