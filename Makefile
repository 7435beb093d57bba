# `make help` lists what there is.

PREFIX ?= /usr/local
# Percent of what make stress does.
COUNT ?= 100
# How long make fuzz feeds each of the parsers.
SECONDS ?= 3600
SWIFT ?= swift

release := .build/release
swift_sources := Sources Tests Package.swift
# A terminal sees SwiftPM's progress; a log sees problems only.
quiet := $(shell [ -t 2 ] || echo --quiet)

.DEFAULT_GOAL := help
.PHONY: help demo build test test-swift test-schema test-django stress fuzz format format-check install uninstall clean dependencies bench bench-micro docs-images

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Build imagekit and make the sample's images
	@$(release)/imagekit generateimages 'myapp:*'
	@echo "Look at them in media/CACHE/images/: a folder for each picture of media/photos and media/avatars."

build: dependencies ## Build the two executables in .build/release
	@echo "Building imagekit (the first time takes some minutes)…"
	@$(SWIFT) build -c release --static-swift-stdlib $(quiet)

test: test-schema test-swift test-django ## Run every test

test-swift: dependencies # the Swift tests; those of the command line run the executables built with them
	@echo "Building the tests…"
	@$(SWIFT) build --build-tests $(quiet)
	@$(SWIFT) test --skip-build

test-schema: .venv/complete # specs.schema.json against good and broken registries
	@.venv/bin/python Scripts/check_schema.py

test-django: dependencies .venv/complete # a Django site that shares its specs, rows and cache with imagekit
	@$(SWIFT) build $(quiet)
	@.venv/bin/python Tests/Django/check.py .build/debug/imagekit

stress: build ## Put imagekit under stress: kills, rivals, hostile files, and a watch that overflows (COUNT=1: a hundredth)
	@Scripts/stress_faults.py $(release)/imagekit --count $(COUNT)
	@Scripts/stress_watch.py $(release)/imagekit

fuzz: dependencies ## Feed the parsers with hostile bytes, an hour each (SECONDS=60: a minute)
	@Scripts/fuzz.sh $(SECONDS)

format: ## Format the Swift sources
	@$(SWIFT) format --in-place --parallel --recursive $(swift_sources)

format-check: ## Check that the Swift sources are formatted
	@$(SWIFT) format lint --strict --parallel --recursive $(swift_sources)

docs-images: build .venv/complete ## Make the pictures of the documentation, with imagekit itself
	@PATH="$(CURDIR)/.venv/bin:$$PATH" Scripts/docs_images.py $(release)/imagekit

bench: build ## Measure imagekit beside its peers, into Benchmarks/RESULTS.md
	@Benchmarks/run.py

bench-micro: build ## Fail if planning or naming has become twice as dear
	@Benchmarks/micro.py

# Builds only where nothing is built, so that `sudo make install` after `make build` compiles nothing as root.
install: ## Install both executables below PREFIX (/usr/local)
	@test -x $(release)/imagekit -a -x $(release)/imagekit-worker || $(MAKE) --no-print-directory build
	@install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/imagekit"
	@install -m 755 $(release)/imagekit "$(DESTDIR)$(PREFIX)/bin/imagekit"
	@install -m 755 $(release)/imagekit-worker "$(DESTDIR)$(PREFIX)/libexec/imagekit/imagekit-worker"
	@echo "Installed $(DESTDIR)$(PREFIX)/bin/imagekit"

uninstall: ## Remove what install installed
	@rm -f "$(DESTDIR)$(PREFIX)/bin/imagekit" "$(DESTDIR)$(PREFIX)/libexec/imagekit/imagekit-worker"
	@rmdir "$(DESTDIR)$(PREFIX)/libexec/imagekit" 2>/dev/null || true

clean: ## Remove everything that was built or made
	@rm -rf .build .venv media/CACHE

dependencies:
	@Scripts/install_dependencies.sh libvips-dev libsqlite3-dev pkg-config

.venv/complete: Scripts/requirements.txt
	@python3 -c 'import ensurepip' 2>/dev/null || Scripts/install_dependencies.sh python3 python3-venv
	@echo "Preparing .venv…"
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/requirements.txt
	@touch $@
