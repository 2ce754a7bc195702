# `make run` sets up and serves; `make test` sets up and passes. Everything else is for people who work on the code.

PYTHON ?= python3
PORT ?= 8000
# HTTPS=1: with a certificate of our own, for every phone in the same network.
HTTPS ?=
HOST ?= $(if $(filter-out 0 false no,$(HTTPS)),0.0.0.0,127.0.0.1)
# Server processes, which share nothing but database and files.
WORKERS ?= 1
# Processes that tests run in side by side: one more than cores, since many a test waits for a clock or a browser.
TESTERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
export PORT
ifneq ($(HTTPS),)
export HTTPS
endif
# uv from the PATH, or brought by pip into .tools when it is missing.
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
LOCK := requirements.lock pyproject.toml
MANAGE := .venv/bin/python manage.py
CATALOGUE := happythings/locale/ko/LC_MESSAGES/django.po

.PHONY: run admin test lint types check fuzz fuzz-socket fuzz-api bench load soak train evaluate model-card test-train messages schema screens lock clean

run: .venv/.run
	@exec .venv/bin/python -P happythings/supervisor.py --prepare --host $(HOST) --port $(PORT) --workers $(WORKERS)

admin: .venv/.run
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createsuperuser

# First what may share the machine; then what wants it for itself. With ARGS just those, one by one.
test: .venv/.dev
ifdef ARGS
	.venv/bin/python -m pytest $(ARGS)
else
	.venv/bin/python -m pytest -n $(TESTERS) --dist worksteal --durations=5 -m "not alone"
	.venv/bin/python -m pytest --durations=10 -m alone
endif

lint: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .venv/.dev
	.venv/bin/mypy .

# Damaged pictures by the ten thousand; the tests run 300 of them.
fuzz: .venv/.dev
	FUZZ_EXAMPLES=$(or $(N),10000) .venv/bin/python -m pytest tests/mlmodels/test_decode.py tests/mlmodels/test_pictures.py -k mutated $(ARGS)

# Random messages over a real socket; the tests send 150 of them.
fuzz-socket: .venv/.dev
	SOCKET_STEPS=$(or $(N),10000) .venv/bin/python -m pytest tests/capture/test_random_messages.py $(ARGS)

# schemathesis, all its checks and phases, as nobody, alice, charlie and staff; the tests make 3 examples of each.
fuzz-api: .venv/.dev
	.venv/bin/python -m tests.fuzz_api.run --examples $(or $(N),200) $(ARGS)

check: lint types test

bench: .venv/.dev
	@.venv/bin/python -m benchmarks $(ARGS)

# Many cameras over real sockets, against a server of its own on this machine. ARGS="overload --overload-seconds 300"
load: .venv/.dev
	@.venv/bin/python -m benchmarks.load $(ARGS)

# A thousand visits; the tests make a few. ARGS="--rounds 5000"
soak: .venv/.dev
	@.venv/bin/python -m benchmarks.soak $(ARGS)

# make train DATASET=path/to/fer2013.zip   (or a folder of class folders, or fer2013.csv); ARGS="--preset quick" for a
# first look. Interrupted, the same command goes on after the last whole epoch.
train: .venv-train/.train
	@test -n "$(DATASET)" || { echo "say what to train on: make train DATASET=fer2013.zip"; exit 2; }
	.venv-train/bin/python -m mlmodels.training $(DATASET) $(ARGS)

# make evaluate DATASET=folder POSITIVE=happy
evaluate: .venv/.run
	@test -n "$(DATASET)" || { echo "say what to measure on: make evaluate DATASET=folder"; exit 2; }
	@.venv/bin/python -m mlmodels.training.evaluate $(DATASET) --positive $(or $(POSITIVE),happy) $(ARGS)

# Measures beside what someone could install instead, and writes docs/model-card.md with its plots.
model-card: .venv/.dev
	@test -n "$(DATASET)" || { echo "say what to measure on: make model-card DATASET=fer2013.zip"; exit 2; }
	@.venv/bin/python -m mlmodels.training.evaluate $(DATASET) --split validation --rival one-look --rival ratio --rival cascade \
		--card docs/model-card.md --examples benchmarks.portraits:portraits $(ARGS)

test-train: .venv-train/.train
	.venv-train/bin/python -m pytest tests/training $(ARGS)

# Gathers what is new, and once it is translated compiles it: run it before and after. Needs GNU gettext.
# The date is dropped: it would change the file each time.
messages: .venv/.run
	@$(MANAGE) makemessages --locale ko --no-wrap --no-obsolete --add-location file --ignore ".*" --ignore var --ignore tests
	@sed -i '/^"POT-Creation-Date:/d' $(CATALOGUE)
	@$(MANAGE) compilemessages --locale ko --ignore ".*" --verbosity 0
	@msgattrib --untranslated $(CATALOGUE); msgattrib --only-fuzzy $(CATALOGUE)

# The API's description as it is served; a test fails when the two differ.
schema: .venv/.run
	@$(MANAGE) spectacular --validate --fail-on-warn --file docs/openapi.yaml

# Every page at three widths, light and dark, in both languages, to be looked at. ARGS="album photo --width 360 --scheme dark"
screens: .venv/.dev
	@test -n "$(OUT)" || { echo "say where the pictures go: make screens OUT=folder"; exit 2; }
	@.venv/bin/python -m benchmarks.screens --out $(OUT) $(ARGS)

# Versions and hashes for every group, no addresses: the same file serves behind any mirror.
lock: $(UV)
	$(UV) lock --upgrade --quiet
	$(UV) export --frozen --all-groups --no-emit-project --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv .venv-train .tools

.venv/.run: $(LOCK) | $(UV)
	@test -x .venv/bin/python || $(UV) venv --quiet --python '>=3.11,<3.13' .venv
	@$(UV) pip install --quiet --python .venv -r pyproject.toml -c requirements.lock
	@touch $@

.venv/.dev: .venv/.run
	@$(UV) pip install --quiet --python .venv -r pyproject.toml --group dev -c requirements.lock
	@touch $@

.venv-train/.train: $(LOCK) | $(UV)
	@test -x .venv-train/bin/python || $(UV) venv --quiet --python '>=3.11,<3.13' .venv-train
	@$(UV) pip install --quiet --python .venv-train -r pyproject.toml --group train --group dev -c requirements.lock
	@touch $@

.tools/bin/uv:
	@echo "bringing uv into .tools (uv is not on the PATH)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv
