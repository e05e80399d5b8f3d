# Everything a newcomer needs, from a fresh clone with Python 3.11+ and make.
# `make help` lists it.

PORT ?= 8000
ARGS ?=
BIN := .venv/bin/python -m
TEMPLATES := platform tenants programs billing

# Each library is compiled when first imported, once for all processes: see infra/local/venv.sh.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo-large test lint bench reset clean

help: ## la liste des commandes
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 : \2/p' $(firstword $(MAKEFILE_LIST))

run: ## ouvre le réseau de démonstration sur http://localhost:8000 (PORT=8123 pour un autre port)
	@started=$$(date +%s); sh infra/local/venv.sh run '$(PORT)' && \
	export MAILLON_STARTED=$$started && exec $(BIN) infra.local.run --port '$(PORT)'

demo-large: export MAILLON_DEMO_SIZE = large
demo-large: run ## comme run, en remplissant le même réseau à sa taille réelle (plus long la première fois)

test: ## toute la vérification : style, types, puis tous les tests (ARGS="-k till" pour en choisir)
	@sh infra/local/venv.sh dev
	@$(MAKE) --no-print-directory lint
	@MAILLON_CHROMIUM="$$(sh infra/local/browser.sh)" && export MAILLON_CHROMIUM && \
	exec $(BIN) pytest -n auto $(ARGS)

lint: ## style, types et ordre des étages
	@sh infra/local/venv.sh dev
	$(BIN) ruff check .
	$(BIN) ruff format --check .
	$(BIN) mypy
	$(BIN) djlint --quiet --lint $(TEMPLATES)
	PYTHONPATH=.:platform .venv/bin/python .venv/bin/lint-imports

bench: ## les mesures de vitesse, données en rapports (MAILLON_BENCH=19 pour un seul réseau, plus vite)
	@sh infra/local/venv.sh dev
	@exec $(BIN) pytest tests/benchmarks -s -q -o python_files='bench_*.py' $(ARGS)

reset: ## efface les données locales
	@python=.venv/bin/python; $$python -c '' 2>/dev/null || python=python3; \
	exec $$python -m infra.local.reset

clean: ## efface ce qui se refait : bibliothèques installées et caches (pas les données)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov staticfiles dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
