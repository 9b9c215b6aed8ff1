# Two commands for a fresh machine: `make demo` and `make test`. Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check lock format train clean

demo: .venv/ready
	$(BIN)/voc demo

test: .venv/ready
	$(BIN)/pytest -n 2

check: .venv/ready
	$(BIN)/ruff format --check voc tests benchmarks
	$(BIN)/ruff check voc tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/smoke_wheel.py

train: .venv/ready
	$(BIN)/python -m voc.engines.local.train

format: .venv/ready
	$(BIN)/ruff format voc tests benchmarks
	$(BIN)/ruff check --fix voc tests benchmarks

lock:
	uv pip compile pyproject.toml --group dev --extra parquet --extra postgres --universal --python-version 3.11 \
		--generate-hashes --no-header --quiet --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "voc needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv build dist voc-demo
