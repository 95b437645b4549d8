# make run starts the studio. It needs Python 3.11 to 3.13, nothing else.

PORT ?= 8501

.PHONY: help run test check bench sprites bundle clean

help:
	@echo "make run      start the studio on http://localhost:$(PORT)   (PORT=8600 changes it)"
	@echo "make test     all tests"
	@echo "make check    lint, types, layers, the committed bundle"
	@echo "make bench    measure, results in bench/results/   (ONLY=turn_overhead measures one)"
	@echo "make sprites  draw Santa's pictures anew"
	@echo "make bundle   build the call component anew (needs npm)"
	@echo "make clean    remove what was built or installed; the log in data/ stays"

run:
	@scripts/install requirements.txt
	@scripts/serve $(PORT)

test: .installed-dev
	@scripts/test

check: .installed-dev
	@scripts/check

bench: .installed-dev
	@.venv/bin/python -m bench $(ONLY)

sprites: .installed-dev
	@.venv/bin/python -m santa_core.emulator.face.draw_sprites

bundle:
	@scripts/npm-install
	@npm --prefix components/avatar_call/frontend run build

.PHONY: .installed-dev
.installed-dev:
	@scripts/install requirements-dev.txt

clean:
	rm -rf .venv components/avatar_call/frontend/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
