# Needs only make and Python 3.11 or newer with its venv module. Everything else goes into .venv.

PYTHON ?= python3
PORT ?= 8000
ENGINE ?= elasticsearch
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt messages screenshots engine

help: ## This list
	@sed -n 's/^\([a-z]*\): ## /  make \1\t/p' Makefile

run: ## Start the portal with its demonstration content (PORT=8000)
	@exec $(PYTHON) -m scripts run --port "$(PORT)"

test: ## Run the tests on SQLite, then PostgreSQL and a browser (ARGS="-k home" goes to pytest)
	@exec $(PYTHON) -m scripts test -- $(ARGS)

lint: ## Check style, types, templates, layers, migrations and catalogues
	@exec $(PYTHON) -m scripts lint

fmt: ## Put the sources in the house style
	@exec $(PYTHON) -m scripts fmt

messages: ## Bring locale/ up to date with the sources and compile it
	@exec $(PYTHON) -m scripts messages

screenshots: ## Take the pictures of the guide and of the README anew (needs a Chromium; ARGS="--only guide")
	@exec $(PYTHON) -m scripts screenshots $(ARGS)

engine: ## Start a search engine and print its SEARCH_URL (ENGINE=opensearch for the other; needs a JDK 21 and Maven)
	@exec $(PYTHON) -m scripts engine --engine "$(ENGINE)" $(ARGS)
