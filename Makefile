# `make pdf` and `make test` do all of their own set-up; `scripts/setup.sh` says what it does.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests pdf test bench lint clean

# uv from the machine or, where it has none, the one that setup puts into .tools/.
export PATH := $(CURDIR)/.tools/bin:$(PATH)
RUN := uv run --frozen --group dev

help: ## Tell what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Get what the press needs
	@scripts/setup.sh press

setup-tests:
	@scripts/setup.sh tests

pdf: setup ## Make the PDF of every publication
	uv run --frozen build pdf

test: setup-tests lint ## Get what the tests need and run them all
	$(RUN) pytest -n auto

bench: setup-tests ## Measure, as ratios to the naive chain; takes minutes
	$(RUN) --group bench python -m bench

lint: setup-tests ## Look at style and types
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

clean: ## Remove what was made
	rm -rf output dist .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
