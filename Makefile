# Every target is a plain command that also works alone; see `make help`.
# From a fresh clone: git, make and python3 are enough (see tools/make_venv.py for the rest).
PYTHON ?= python3
BIN    := .venv/bin
LOCKS  := pyproject.toml locks/build.txt tools/make_venv.py tools/console_build.py tools/console_hook.py tools/kernel_build.py
SEED ?= 7
DAYS ?= 30
PARTIES ?= 2
NOTICES ?= 0.5
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo console kernel pictures test sim bench floors docs fix doctor lint types check locks clean

help: ## this list
	@$(PYTHON) tools/make_help.py $(MAKEFILE_LIST)

.venv/runtime.stamp: $(LOCKS) locks/runtime.txt
	@$(PYTHON) tools/make_venv.py runtime

.venv/dev.stamp: $(LOCKS) locks/runtime.txt locks/dev.txt
	@$(PYTHON) tools/make_venv.py dev

demo: .venv/runtime.stamp console kernel ## two nodes, two desks, one machine (HEADLESS=1 for JSON and no screen, DIR=folder)
	@$(BIN)/watchline demo $(if $(HEADLESS),--headless --json) $(if $(DIR),--dir "$(DIR)")

console: .venv/runtime.stamp ## build the browser desk, if its sources changed
	@$(BIN)/python tools/console_build.py

kernel: .venv/runtime.stamp ## compile the kernel of the search, if there is a C compiler and its source changed
	@$(BIN)/python tools/kernel_build.py

test: .venv/dev.stamp ## every test (ARGS="-k circuit" chooses, WATCHLINE_NO_SKIPS=1 makes a skip a failure)
	@$(BIN)/python -m tools.optional_parts
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

sim: .venv/runtime.stamp ## a simulated line: SEED=7 DAYS=30 PARTIES=2 NOTICES=0.5
	@$(BIN)/python -m watchline.sim --seed $(SEED) --days $(DAYS) --parties $(PARTIES) --notices $(NOTICES) $(ARGS)

bench: .venv/dev.stamp ## the measurements of docs/reference/performance.md
	@$(BIN)/python -m bench $(ARGS)

floors: .venv/dev.stamp ## which folder may import which, and that the lower floors are pure
	@$(BIN)/lint-imports --no-logo

pictures: .venv/dev.stamp console ## the pictures of README and tutorial anew, in Chromium; look at them before you commit them
	@WATCHLINE_PICTURES=1 $(BIN)/python -m pytest -q tests/desk/test_walk.py -k newcomer

docs: .venv/dev.stamp ## dead links and anchors in README and docs
	@$(BIN)/python -m tools.check_links

fix: .venv/dev.stamp ## format, and mend what can be mended without thinking
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

doctor: .venv/runtime.stamp ## what this machine lacks, in words
	@$(BIN)/watchline doctor $(ARGS)

lint: .venv/dev.stamp ## ruff, types, floors, documents, spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.check_links
	@$(BIN)/codespell
	@$(BIN)/validate-pyproject pyproject.toml

types: .venv/dev.stamp ## mypy, then pyright for a second opinion (it wants Node on the PATH, so lint does without)
	@$(BIN)/mypy
	@$(BIN)/pyright

check: test lint ## everything that .ci/run asks

locks: .venv/dev.stamp ## write locks/ anew from pyproject.toml (ARGS=--upgrade for the newest of all)
	@$(BIN)/python -m tools.make_locks $(ARGS)

clean: ## remove what make made
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
