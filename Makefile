# make demo   the main job on a simulated company            make test   all checks and tests
# make bench  what it costs, against peers                 make lock   pin dependencies anew
# make soak   the tests that take minutes: all, or PART=NAME; RESUME=1 goes on where it ended
# make wheel  build a wheel in dist/                         make clean  remove what these made
# make docs   write the generated pages and outputs anew     make docs-site  the site, in build/site
# make pictures   the pictures of the docs: real output of commands, real pages
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEBIAN_PACKAGES := src/netops/lab/real/packages.txt packaging/test-packages.txt
PYTEST_ARGS ?=

.PHONY: demo test soak bench import-report docs docs-site lint types contracts unit install install-dev packages pictures lock clean wheel

demo: install
	@$(BIN)/python demo/run.py

test: install-dev packages lint types contracts unit

lint: install-dev
	$(BIN)/ruff check src tests tasks demo benchmarks examples packaging
	$(BIN)/ruff format --check src tests tasks demo benchmarks examples packaging

types: install-dev
	$(BIN)/mypy

contracts: install-dev
	$(BIN)/lint-imports

unit: install-dev
	$(BIN)/pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

# What takes minutes, in parts of at most 25 minutes: make soak PART=mutants-1of8; RESUME=1 leaves out what has passed at this commit.
soak: install-dev
	$(BIN)/python tests/soak.py $(if $(RESUME),--resume) $(PART)

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# The real lab and the tests of pages need Debian packages: installed where this runs as root on Debian, else its tests skip and say why.
packages:
	@packaging/install-debian-packages $(DEBIAN_PACKAGES)

lock:
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra devices --extra printers --extra lab --extra capture --extra netbox -o requirements.lock pyproject.toml packaging/build.in
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra devices --extra printers --extra lab --extra capture --extra netbox --extra dev -o requirements-dev.lock pyproject.toml packaging/build.in

# What comes of an import of real networks, as Markdown: make import-report CORPUS=DIR, with a folder of configs for each network in DIR.
import-report: install
	@$(BIN)/python benchmarks/import_report.py $(CORPUS)

bench: install-dev .venv-peers
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/scale.py
	@$(BIN)/python benchmarks/devices.py

.venv-peers:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet -r benchmarks/peers/requirements.txt

# The pages that are made from the code, then what the commands of all other pages print; the difference in git is what has changed.
docs: install-dev
	$(BIN)/python packaging/reference_pages.py
	$(BIN)/python tests/docs/followed.py

# The site, in build/site: nothing on it is loaded from elsewhere. A broken link is an error.
docs-site: install-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# The pictures in docs/images, made anew with a simulated lab and headless Chromium.
pictures: install-dev packages
	@PYTHONPATH=tests $(BIN)/python demo/pictures.py

wheel: install-dev
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation -w dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
