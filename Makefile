# Two targets set up everything on a fresh machine: `make demo` and `make test`.
# On Windows, or without make, see "Without make" in README.md.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SEASON := demo-season

.PHONY: demo test thorough coverage matrix docs bench clean

demo: $(VENV)/installed
	rm -rf $(SEASON)
	$(BIN)/pairing init missouri-amp $(SEASON) --sample
	$(BIN)/pairing check $(SEASON)
	$(BIN)/pairing solve $(SEASON)
	$(BIN)/pairing verify $(SEASON)
	@echo
	@echo "Now look at $(SEASON)/runs/: report.html, plan.xlsx, assignments.csv, unmatched.csv."
	@echo "Change a table or $(SEASON)/program.toml and run: $(BIN)/pairing solve $(SEASON)"

test: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile

thorough: $(VENV)/developing
	PAIRING_THOROUGH=1 $(BIN)/pytest -n auto --dist loadfile -m "thorough or random or browser or office or cluster"

coverage: $(VENV)/developing
	$(BIN)/pytest -n auto --dist loadfile --cov=pairing --cov-report=term:skip-covered

matrix: $(VENV)/developing
	$(BIN)/python tools/matrix.py

docs: $(VENV)/developing
	$(BIN)/python tools/render_notebooks.py notebooks docs/rendered
	@echo
	@echo "Now open the pages in docs/rendered/."

bench: $(VENV)/developing
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,bench]"
	$(BIN)/python benchmarks/pairs.py
	$(BIN)/python benchmarks/cohorts.py

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) $(SEASON)
