# Signet: the commands of the house. `make help` lists them.

BUILD_FLAGS := --explicit-target-dependency-import-check error
SIGNET := .build/debug/signet
VENV := .build/venv
REDACTION := python3 scripts/redaction.py

.PHONY: help build release demo test unit corpora fuzz docs examples sanitize interop lint format gates bench soak prepare

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## builds everything, debug
	scripts/prepare.sh
	swift build $(BUILD_FLAGS)

release: ## the program as it is shipped: .build/release/signet, with Swift's libraries in it
	scripts/release.sh --product signet $(BUILD_FLAGS)

demo: build ## the main job, end to end, on this machine
	$(SIGNET) demo

test: prepare lint gates unit corpora docs examples interop ## everything that CI runs

prepare: ## installs the system packages and the Python clients that the tests use
	scripts/prepare.sh $(VENV)

lint: ## the formatter's rules and the house's own
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks Examples FuzzTesting Package.swift
	python3 scripts/lint.py .

gates: ## plants a fault for each gate and sees it fail
	python3 scripts/prove_gates.py --with-build
	scripts/check_traits.sh

format: ## formats every source file
	swift format --in-place --parallel --recursive Sources Tests Benchmarks Examples FuzzTesting Package.swift

unit: ## the tests in Swift
	swift build --build-tests $(BUILD_FLAGS)
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(REDACTION) run .build/output/unit.log -- swift test --skip-build --parallel

corpora: ## what fuzzers try first and what they found, through every parser, whole and mutated
	swift test --package-path FuzzTesting --scratch-path .build

fuzz: ## parsers under libFuzzer; ONLY=document for one, SECONDS=600 for longer (builds everything anew: not part of make test)
	scripts/fuzz.sh "$(ONLY)" $(or $(SECONDS),60)

docs: ## the library's documentation from the debug build; a warning is an error, and a planted one is seen
	scripts/docs.sh --prove

examples: ## builds the examples on the root's build folder, as packages that depend on this one
	swift build --package-path Examples --scratch-path .build

sanitize: ## the Swift tests under the thread sanitizer; FILTER=NAME runs some (builds everything anew: not part of make test)
	scripts/sanitize.sh $(FILTER)

interop: ## other people's clients against the built program
	swift build --product signet $(BUILD_FLAGS)
	$(REDACTION) run .build/output/interop.log -- $(VENV)/bin/python -m pytest -q -n 3 --dist loadfile --basetemp .build/output/interop Tests/Interop
	$(REDACTION) scan .build/output/interop

soak: prepare ## a thousand kills during writes; ROUNDS=N for another number
	swift build --product signet $(BUILD_FLAGS)
	$(VENV)/bin/python scripts/soak.py $(SIGNET) $(or $(ROUNDS),1000)

bench: ## figures as ratios against a peer of the same run; ONLY=NAME runs one group
	scripts/bench.sh $(ONLY)
