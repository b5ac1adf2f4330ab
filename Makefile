# Calendar Sync for Odoo: everything that can be done here. `make` lists it.
PYTHON ?= python3
PHASE ?=
RUN = $(PYTHON) -m tests.environment

export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset setup test lint promises test-core test-odoo test-e2e test-calendar reset-many bench load fuzz mutation simulate coverage crash-points histories terms pictures lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  The first command fetches Odoo 19 and all it needs (about 400 MB, some minutes) into a cache.'
	@echo '  CALENDAR_SYNC_CACHE  where the cache is (~/.cache/calendar-sync-odoo)'
	@echo '  ODOO_PATH            an Odoo 19 to use instead of fetching one'
	@echo '  DATABASE_URL         a PostgreSQL server to use: postgresql://user:password@host:port'
	@echo '  DEMO_PORT, DEMO_GOOGLE_PORT, DEMO_OUTLOOK_PORT   ports of the demo (8069, 8070, 8071)'

demo: ## run Odoo with the addons and simulated providers, and say what to click
	@$(RUN) demo

demo-reset: ## forget the demo's database and its simulated calendars
	@$(RUN) demo-reset

setup: ## only fetch and verify what the tests need
	@$(RUN) setup

test: ## all tests, or one part: make test PHASE=lint|core|odoo|e2e|calendar
	@$(RUN) test $(PHASE)

lint: ## ruff, pylint-odoo and mypy
	@$(RUN) test lint

coverage: ## every branch of core/ and engine/ has a test, or this fails
	@$(RUN) test coverage

promises: ## each promise with its references and tests; brings tests/PROMISES.md up to date
	@$(PYTHON) -m tests.promises

test-core: ## tests that need no Odoo
	@$(RUN) test core

test-odoo: ## the addons' test classes in a fresh Odoo
	@$(RUN) test odoo

test-e2e: ## end-to-end tests with simulated providers and a browser
	@$(RUN) test e2e

test-calendar: ## Odoo's own calendar tests without and with the addons, compared
	@$(RUN) test calendar

reset-many: ## reset an account with 5,000 events and take it back: make reset-many [N=]
	@RESET_EVENTS=$(or $(N),5000) $(RUN) reset-many

bench: ## beside Odoo's own addons: make bench [RUNS=5] [LATENCIES="20 100"] [CASES="pull push"] [KEEP=1]
	@RUNS="$(RUNS)" LATENCIES="$(LATENCIES)" CASES="$(CASES)" KEEP="$(KEEP)" $(RUN) bench

load: ## many accounts, several processes, a failing network: make load [ACCOUNTS=100 EVENTS=50 WORKERS=2 QUOTA=]
	@LOAD_ACCOUNTS=$(or $(ACCOUNTS),100) LOAD_EVENTS=$(or $(EVENTS),50) LOAD_WORKERS=$(or $(WORKERS),2) \
		LOAD_QUOTA=$(QUOTA) $(RUN) load

fuzz: ## damage what services send, led by coverage: make fuzz [TARGET=google_events] [SECONDS=20]
	@FUZZ_SECONDS=$(or $(SECONDS),20) $(RUN) fuzz $(TARGET)

mutation: ## break the core on purpose, a test must fail: make mutation [FILES="merge planner"] [SAMPLE= SEED= JOBS=]
	@$(RUN) mutation $(foreach one,SAMPLE SEED JOBS,$(if $($(one)),$(one)=$($(one)))) $(if $(FILES),'FILES=$(FILES)')

simulate: ## random histories against the design's rules: make simulate N=10000000 [SEED= JOBS=]; SEED=4711 alone shows one
	@$(RUN) simulate $(foreach one,N SEED JOBS SCOPE,$(if $($(one)),$(one)=$($(one)))) $(if $(HISTORY),'HISTORY=$(HISTORY)')

crash-points: ## a pass killed at every boundary: make crash-points [SCENARIO= PROVIDER= POINT= STATEMENTS= SEED=]
	@SCENARIO="$(SCENARIO)" PROVIDER="$(PROVIDER)" POINT="$(POINT)" STATEMENTS="$(STATEMENTS)" SEED="$(SEED)" \
		$(RUN) crash-points

terms: ## bring the templates and catalogues of translations up to date
	@$(RUN) terms

pictures: ## take the pictures of the guides again
	@$(RUN) pictures

histories: ## random histories at both sides: make histories [N=50 FROM=1000], or SEED=7
	@HISTORIES="$(or $(SEED),$$(seq -s' ' $(or $(FROM),1000) $$(($(or $(FROM),1000) + $(or $(N),50) - 1))))" $(RUN) test histories

lock: ## choose the newest Python packages that fit and pin them
	@$(RUN) lock

clean: ## forget everything that was fetched and made
	@$(RUN) clean
