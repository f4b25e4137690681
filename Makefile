# Everything a person does here. Each target installs what it needs first.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.ready
SPEED  ?= 2000000
CORPUS ?=

.PHONY: help setup demo up test lint audit format bench eval chaos chaos-least models schemas clean

help:           ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(READY) ## virtual environment with everything in it, and the two servers in the cache
	@$(PY) -m tocsin local fetch
	@$(PY) -m processors.extraction.places.index

$(READY): pyproject.toml constraints.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	$(PY) -m pip install --disable-pip-version-check -q -c constraints.txt pip setuptools wheel
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e '.[local,bench,dev]'
	@touch $@

demo: setup     ## the whole system on the five seed articles, then a report (SPEED= published seconds per second)
	@$(PY) -m tocsin demo --speed $(SPEED)

up: setup       ## the same, and stay, taking articles until stopped
	@$(PY) -m tocsin up --speed $(SPEED)

test: setup     ## all tests, on a real Kafka and a real Elasticsearch
	$(PY) -m pytest $(ARGS)

lint: $(READY)  ## ruff and strict types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

audit: $(READY) ## known weaknesses of the packages installed here, where the registry can tell
	@$(PY) .ci/audit.py

format: $(READY)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup    ## speed as ratios against a limit measured in the same run (CORPUS=file.jsonl)
	$(PY) -m benchmarks $(if $(CORPUS),--corpus $(CORPUS))

eval: $(READY)  ## accuracy on our own suite, into docs/accuracy.md
	$(PY) -m tocsin eval --suite --write docs/accuracy.md

chaos: setup    ## kills at seeded random moments, compared with an undisturbed run (SEEDS="1 2 3")
	$(PY) -m tests.chaos $(SEEDS)

chaos-least: setup ## the same in about two minutes: worker, sink, Kafka and Elasticsearch once each
	$(PY) -m tests.chaos $(or $(SEEDS),1) --least

models: $(READY) ## train the spaCy pipelines anew (TOCSIN_TRAIN_DATA=folder with ud/ and ner/)
	$(PY) models/recipe/train.py "$(TOCSIN_TRAIN_DATA)" $(if $(TOCSIN_DEV_DATA),--articles "$(TOCSIN_DEV_DATA)")

schemas: $(READY) ## JSON Schemas and the AsyncAPI document, from the code into docs/
	$(PY) -m tocsin schemas docs/schemas

clean:          ## everything that was made here, not the cache of servers
	rm -rf $(VENV) .tocsin .mypy_cache .ruff_cache .pytest_cache build *.egg-info
