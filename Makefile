# The daily commands. `make run` and `make test` work on a fresh clone; they install what is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help

JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 20

# A compiler cache is used where there is one; settings so that another clone finds the same entries.
export SIGNET_LAUNCHER ?= $(shell command -v ccache)
export CCACHE_SLOPPINESS ?= pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR ?= $(CURDIR)
export CCACHE_NOHASHDIR ?= 1
export CTEST_PARALLEL_LEVEL ?= $(JOBS)
export CTEST_OUTPUT_ON_FAILURE ?= 1

took = printf '%s took %d s\n' 'make $@:' "$$SECONDS"

.PHONY: help run test test-newer security bench fuzz lint format install clean
help: ## Print this list
	printf 'make TARGET, where TARGET is one of:\n'
	awk -F ':|## ' '/^[a-z-]+:.*## / { printf "  %-11s%s\n", $$1, $$NF }' Makefile

run: ## Build the program and show what it does
	scripts/setup.sh run
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS)
	scripts/demo.sh build/release/signet
	$(took)

test: ## Build with sanitizers and run every test
	scripts/setup.sh test
	cmake --preset dev
	cmake --build --preset dev --parallel $(JOBS)
	ctest --preset dev
	$(took)

test-newer: ## Run the tests with OpenSSL 3.5, which npm's node carries (needs npm)
	scripts/setup.sh test
	cmake --preset newer
	cmake --build --preset newer --parallel $(JOBS) --target newer_crypto newer_jose newer_jwt newer_security newer_peer
	scripts/test_newer.sh build/newer
	$(took)

security: ## Run the attacks through library and program, print the scorecard and write its page
	scripts/setup.sh test
	cmake --preset dev
	cmake --build --preset dev --parallel $(JOBS) --target security_tests signet_program
	ctest --preset dev -R '^security[.](Attack|cli)'
	tests/security/scorecard.py --tests build/dev/tests/security/security_tests --scorecard build/dev/tests/security/scorecard \
	  --page docs/security-scorecard.md --update
	$(took)

bench: ## Measure beside libcrypto and other libraries; draw it, and count instructions
	scripts/setup.sh bench
	cmake --preset bench
	cmake --build --preset bench --parallel $(JOBS)
	build/bench/signet_bench --json build/bench/results.json
	build/bench/signet_token_cache_bench
	build/bench/signet_remote_bench --json build/bench/remote.json
	bench/sidecar.py --signet build/bench/signet --json build/bench/sidecar.json
	bench/server.py --signet build/bench/signet --node build/npm-jose --json build/bench/server.json
	bench/plot.py build/bench/results.json build/bench/results.svg
	bench/instructions.py build/bench/signet_bench --json build/bench/instructions.json
	$(took)

fuzz: ## Fuzz each target for FUZZ_SECONDS (20)
	scripts/setup.sh fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz --parallel $(JOBS)
	scripts/fuzz.sh build/fuzz $(FUZZ_SECONDS) $(JOBS)
	$(took)

lint: ## Check the format, and the code with clang-tidy and shellcheck
	scripts/setup.sh lint
	cmake --preset dev
	tools/lint.py --build build/dev --jobs $(JOBS)
	$(took)

format: ## Format the sources in place
	scripts/setup.sh lint
	tools/lint.py --format
	$(took)

install: ## Install the library and the program below PREFIX (/usr/local)
	scripts/setup.sh run
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS)
	cmake --install build/release --prefix '$(PREFIX)'
	$(took)

clean: ## Remove what was built
	rm -rf build .cache
