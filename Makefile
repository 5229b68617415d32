# What each target does stands in gvi/prepare.py and gvi/launch.py.

PYTHON ?= python3
VENV := .venv/bin
TESTING := $(VENV)/python -m gvi.launch test --
SETTINGS := env SECRET_KEY=lint ALLOWED_HOSTS= DATABASE_URL=postgres:///gvi
PRODUCTION := DEBUG=false DEMO_MODE=false SECRET_KEY=$$($(VENV)/python -c "import secrets; print(secrets.token_urlsafe(60))") ALLOWED_HOSTS=gvi.example

.PHONY: run test prove bench picture lint lock setup setup-tests clean
.NOTPARALLEL:

run: setup
	@$(VENV)/python -m gvi.launch run

test: lint
	$(TESTING) $(VENV)/python manage.py makemigrations --check --dry-run
	$(TESTING) env $(PRODUCTION) $(VENV)/python manage.py check --deploy --fail-level WARNING
	$(TESTING) $(VENV)/python -m pytest -n 2 --dist loadgroup

prove: setup-tests
	$(TESTING) $(VENV)/python -m pytest -m prove

bench: setup-tests
	$(TESTING) $(VENV)/python -m tests.bench

picture: setup-tests
	$(VENV)/python gvi/deploy/picture.py http://127.0.0.1:$(or $(PORT),8000)

lint: setup-tests
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(SETTINGS) $(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/djlint --check templates
	$(VENV)/djlint --lint templates

lock:
	for each in requirements requirements-dev; do uv pip compile $$each.in -o $$each.lock --quiet \
	  --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11; done

setup:
	@$(PYTHON) -I gvi/prepare.py

setup-tests:
	@$(PYTHON) -I gvi/prepare.py --tests

clean:
	rm -rf .venv gvi/static/gvi gvi/assets/node_modules .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
