# make reports   set up if need be, run the main job on the published figures, name the page to open
# make test      set up if need be, run the tests but those of the night
# make nightly   every test in its long form, and the attacks of docs/reliability.md
# make lab       JupyterLab on the notebooks (set by .jupyter/), with the figures cleaned
# make bench     measure how fast it is, and write docs/performance.md; DFE=FOLDER for the part on many areas
# make golden    say what a change of code changes on six releases; KEEP=1 keeps them as what is compared with; needs DFE=FOLDER
# make setup     only set up
# make lock      pin the dependencies of pyproject.toml again (needs uv and a network)

PYTHON ?= python3
UV ?= uv

VENV_PYTHON := .venv/bin/python
READY := .venv/made-from-the-lock
WHOLE := .venv/made-from-the-whole-lock
# Bytecode is kept, whatever the shell says: else every process compiles pandas again, a notebook's kernel too.
unexport PYTHONDONTWRITEBYTECODE
INSTALL = $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps

.PHONY: reports test nightly lab bench golden setup lock

reports: $(READY)
	@$(VENV_PYTHON) -m publishing run

test: $(WHOLE)
	@$(VENV_PYTHON) -m pytest -n auto --dist worksteal

nightly: $(WHOLE)
	@LSCB_NIGHTLY=1 $(VENV_PYTHON) -m pytest -n auto --dist worksteal
	@mkdir -p build && rm -f build/reliability.json
	@$(VENV_PYTHON) benchmarks/reliability.py --publishing 1000 --operations --runs 60 --plain 30 --json build/reliability.json

lab: $(WHOLE)
	@$(VENV_PYTHON) -m publishing clean
	@PATH="$(CURDIR)/.venv/bin:$$PATH" JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter" $(VENV_PYTHON) -m jupyterlab

bench: $(WHOLE)
	@$(VENV_PYTHON) benchmarks/quarter.py --write docs/performance.md $(if $(DFE),--dfe "$(DFE)")

golden: $(WHOLE)
	@$(VENV_PYTHON) benchmarks/golden.py --dfe "$(DFE)" $(if $(KEEP),--keep)

setup: $(WHOLE)

COMPILE = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --quiet

lock:
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --all-extras --constraints requirements.lock --output-file requirements-all.lock

# The stamps are written last, so that a set-up that was cut short is begun again.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv for reports from requirements.lock: once, about a minute"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) --no-compile --require-hashes -r requirements.lock
	@$(INSTALL) --no-index --no-build-isolation -e .
	@touch $(READY)

$(WHOLE): $(READY) requirements-all.lock
	@echo "Adding what tests and JupyterLab need from requirements-all.lock: once"
	@$(INSTALL) --require-hashes -r requirements-all.lock
	@touch $(WHOLE)
