# `make demo`, `make test` and `make check` set themselves up: Python 3.11 or 3.12 and a C compiler are enough.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)

.PHONY: demo test check bench lock clean

demo: $(READY)
	$(BIN)/fiscal-rules demo

test: $(READY)
	$(BIN)/pytest --numprocesses 2 --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fiscal-rules --lang en check
	$(BIN)/fiscal-rules --lang en test
	$(BIN)/python -m build --wheel --no-isolation --outdir $(VENV)/wheel .
	$(BIN)/python .ci/try_wheel.py $(VENV)/wheel

# Side by side with other ways to do the job: make bench LINES=10000000 RUNS=3; see benchmarks/README.md.
LINES ?= 1000000
RUNS ?= 3
bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -e ".[bench]"
	$(BIN)/python benchmarks/run.py --lines $(LINES) --runs $(RUNS)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 with venv is needed (set PYTHON=…)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# After a change of dependencies in pyproject.toml.
lock: $(READY)
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-find-links --no-header --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) fiscal-rules-demo
