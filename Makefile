# Every command first makes sure that .venv holds what requirements/dev.txt says; nothing is installed by hand.

BIN := .venv/bin
PYTHON_READY := .venv/.complete

.PHONY: help setup demo test bench lint fmt

help: ## say what there is
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

$(PYTHON_READY): requirements/dev.txt requirements/tools.txt .python-version
	@scripts/bootstrap

.tools/system-demo: $(PYTHON_READY)
	@scripts/bootstrap system demo

.tools/system-test: $(PYTHON_READY)
	@scripts/bootstrap system test

setup: $(PYTHON_READY) .tools/system-demo ## install what the portal needs, and nothing else

demo: setup ## open the portal with its demonstration on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python scripts/demo

test: $(PYTHON_READY) .tools/system-test ## lint, types, contracts, then every test on SQLite and on PostgreSQL
	@$(BIN)/python scripts/test

bench: $(PYTHON_READY) ## time the calculations against their baselines
	@$(BIN)/python -m benchmarks

lint: $(PYTHON_READY) ## style, types, direction of imports, forgotten migrations
	@$(BIN)/python scripts/test lint

fmt: $(PYTHON_READY) ## put the source into its form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .
