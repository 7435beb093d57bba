# `make help` lists the targets.

PREFIX ?= /usr/local
# The percentage of its cases that `make stress` runs.
COUNT ?= 100
# The number of seconds for which `make fuzz` fuzzes each parser.
SECONDS ?= 3600
SWIFT ?= swift

release := .build/release
# The executables that `make build` builds. `make bench-micro` builds only the executables that it measures, because the
# network library of imagekit-serve takes minutes to build.
executables := imagekit imagekit-worker imagekit-serve
measured := imagekit imagekit-worker
missing_executables = $(filter-out $(wildcard $(addprefix $(release)/,$(executables))),$(addprefix $(release)/,$(executables)))
# The folder into which `make install` copies files.
root = $(DESTDIR)$(PREFIX)
folders := bin libexec/imagekit share/man/man1 share/man/man5 share/doc/imagekit/examples/kubernetes share/imagekit \
	share/bash-completion/completions share/zsh/site-functions share/fish/vendor_completions.d
# `imagekit --version` prints this commit. If the sources come from an archive of Git, the file Packaging/commit contains
# the commit.
commit := $(shell git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null || sed -n '/^[0-9a-f]*$$/p' Packaging/commit)
# These options keep paths of this machine out of the executables.
paths := -Xcc -ffile-prefix-map=$(CURDIR)=. -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=.
# Without exported symbols, an executable is smaller. Nothing searches an executable for symbols.
linking := $(if $(filter Linux,$(shell uname -s)),-Xlinker --no-export-dynamic)
swift_sources := Sources Tests Package.swift
documents := README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md Docs Tests/RELIABILITY.md Tests/Fuzzing/README.md Benchmarks/RESULTS.md
documents += Packaging/README.md
checked_prose := $(documents) Sources Tests Benchmarks Scripts Examples Packaging action.yml Makefile .ci .editorconfig .pre-commit-config.yaml
# SwiftPM shows its progress only on a terminal. In a log, SwiftPM shows only problems.
quiet := $(shell [ -t 2 ] || echo --quiet)
# Limits the number of parallel tests, so that they do not slow each other down too much. Swift 6.2 ignores this
# variable.
bounded := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$$((2 * $$(getconf _NPROCESSORS_ONLN)))

.DEFAULT_GOAL := help
export RELEASE = $(release)
.PHONY: help deb rpm tarball wheel release docs test-packages built swift-toolchain demo build test test-swift test-schema test-django test-django-tasks test-queues test-slurm test-kubernetes test-pages test-processors test-mutations stress fuzz generate formats-table encoders-table format format-check check-prose check-links install uninstall clean dependencies bench bench-micro docs-images

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Build imagekit and make the images of the sample
	@$(release)/imagekit generateimages 'myapp:*'
	@echo "The images are in media/CACHE/images/: one folder for each picture of media/photos and media/avatars."

# Build only these products, because the targets of the tests need the module Testing, which the static library of Swift
# lacks.
build: swift-toolchain dependencies ## Build the executables in .build/release
	@echo "Building imagekit (about ten minutes the first time, on two cores)…"
	@for executable in $(executables); do \
		IMAGEKIT_COMMIT=$(commit) $(SWIFT) build -c release --static-swift-stdlib $(quiet) $(paths) $(linking) --product $$executable || exit; \
	done

test: $(if $(FILTER),test-swift,test-schema test-swift test-django) ## Run every test (FILTER=GlobTests: only matching Swift tests)

# Names the failed tests again at the end, because a log of CI often shows only its end.
test-swift: SHELL := bash
test-swift: dependencies # the Swift tests; command-line tests run the executables of the same build
	@echo "Building the tests…"
	@$(SWIFT) build --build-tests $(quiet)
	@set -o pipefail; $(bounded) $(SWIFT) test --skip-build $(if $(FILTER),--filter '$(FILTER)') | tee .build/tests.log || \
		{ echo "The failed tests:"; grep '✘ Test .* at ' .build/tests.log; exit 1; }

# Checks specs.schema.json with valid and broken registries. Also checks that the list of mutations fits the sources.
test-schema: .venv/complete
	@.venv/bin/python Scripts/check_schema.py
	@.venv/bin/python Scripts/test_mutations.py --check

test-django: dependencies .venv/complete # compare with a Django site that has the same specs, rows, and cache
	@$(SWIFT) build $(quiet)
	@.venv/bin/python Tests/Django/check.py .build/debug/imagekit

test-slurm: $(if $(IMAGEKIT),,built) ## Run Examples/imagekit.sbatch on two virtual nodes, and kill one of them (needs root; installs Slurm)
	@Scripts/install_dependencies.sh slurmctld slurmd slurm-client munge
	@python3 Tests/Machines/slurm.py $(or $(IMAGEKIT),$(release)/imagekit)

test-kubernetes: .venv/complete ## Check the examples for Kubernetes with its published schemas
	@.venv/bin/python Scripts/check_kubernetes.py

test-django-tasks: dependencies .venv/complete ## Check the Celery and RQ backends of the wheel's module with a real Redis
	@Scripts/install_dependencies.sh redis-server
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/requirements-tasks.txt
	@$(SWIFT) build $(quiet)
	@.venv/bin/python Tests/Django/check.py .build/debug/imagekit through_celery through_rq

test-queues: dependencies .venv/complete ## Make images with workers, Celery, and RQ, while a worker and Redis are killed
	@Scripts/install_dependencies.sh redis-server
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/requirements-tasks.txt
	@$(SWIFT) build $(quiet)
	@.venv/bin/python Tests/Machines/queues.py .build/debug/imagekit

test-pages: $(if $(IMAGEKIT),,built) .venv/complete ## Check in Chromium which images pages load, and the gallery (installs Chromium)
	@Scripts/install_dependencies.sh chromium
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target .venv/axe axe-playwright-python==0.1.8
	@.venv/bin/python Scripts/test_pages.py $(or $(IMAGEKIT),$(release)/imagekit) --axe .venv/axe/axe_playwright_python/axe.min.js

test-processors: $(if $(IMAGEKIT),,built) ## Compare images with the images of a processor without AVX2 (installs qemu-user)
	@Scripts/install_dependencies.sh qemu-user
	@Scripts/check_processors.sh $(or $(IMAGEKIT),$(release)/imagekit)

test-mutations: dependencies ## Break core rules one by one and check that tests fail (RULES=retry: only these)
	@Scripts/test_mutations.py --only '$(RULES)' --build '$(SWIFT) build --build-tests $(quiet)'

stress: build ## Test with kills, concurrent runs, hostile files, and event queue overflows (COUNT=1: 1 %)
	@Scripts/stress_faults.py $(release)/imagekit --count $(COUNT)
	@Scripts/stress_watch.py $(release)/imagekit

fuzz: dependencies ## Fuzz the parsers and the JPEG encoder, one hour each (SECONDS=60: one minute)
	@Scripts/fuzz.sh $(SECONDS)

generate: dependencies ## Write specs.schema.json and the tables in Docs/ from the tables in Sources
	@$(SWIFT) run $(quiet) generate-reference

format: ## Format the Swift sources
	@$(SWIFT) format --in-place --parallel --recursive $(swift_sources)

format-check: ## Check that the Swift sources are formatted
	@$(SWIFT) format lint --strict --parallel --recursive $(swift_sources)

check-prose: ## Check the language of documents, comments, and help texts
	@Scripts/check_prose.py --test
	@Scripts/check_prose.py $(checked_prose)

check-links: ## Check the links of the documents
	@Scripts/check_links.py $(documents)

docs-images: build .venv/complete ## Make the pictures of the documentation
	@PATH="$(CURDIR)/.venv/bin:$$PATH" Scripts/docs_images.py $(release)/imagekit
	@.venv/bin/python Scripts/docs_overview.py $(release)/imagekit

formats-table: build .venv/complete ## Decode a file of each kind with two versions of libvips; write Docs/formats.md
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check pillow-heif pyvips-binary
	@.venv/bin/python Scripts/formats_table.py $(release)/imagekit

encoders-table: build ## Measure `method` of WebP and `speed` of AVIF; write Docs/formats.md
	@Benchmarks/encoders.py $(release)/imagekit

bench: build ## Measure imagekit and its peers; write Benchmarks/RESULTS.md (SINGLE_LIBRARY=PATH: see Benchmarks/run.py)
	@Benchmarks/run.py $(if $(SINGLE_LIBRARY),--single-library "$(SINGLE_LIBRARY)")

bench-micro: executables := $(measured)
bench-micro: build ## Fail if planning or naming takes twice the recorded time
	@Benchmarks/micro.py

# This target builds only if an executable is missing. So `sudo make install` after `make build` compiles nothing as
# root.
install: ## Install executables, manual pages, and completions under PREFIX (/usr/local)
	@test -z "$(missing_executables)" || $(MAKE) --no-print-directory build
	@for folder in $(folders); do install -d "$(root)/$$folder" || exit; done
	@install -s -m 755 $(release)/imagekit "$(root)/bin/imagekit"
	@install -s -m 755 $(release)/imagekit-worker "$(root)/libexec/imagekit/imagekit-worker"
	@install -s -m 755 $(release)/imagekit-serve "$(root)/libexec/imagekit/imagekit-serve"
	@install -m 644 Docs/man/*.1 "$(root)/share/man/man1"
	@install -m 644 Docs/man/*.5 "$(root)/share/man/man5"
	@install -m 644 Packaging/completions/imagekit.bash "$(root)/share/bash-completion/completions/imagekit"
	@install -m 644 Packaging/completions/_imagekit "$(root)/share/zsh/site-functions/_imagekit"
	@install -m 644 Packaging/completions/imagekit.fish "$(root)/share/fish/vendor_completions.d/imagekit.fish"
	@install -m 644 specs.schema.json "$(root)/share/imagekit/specs.schema.json"
	@install -m 644 LICENSE NOTICE THIRD-PARTY-NOTICES README.md Docs/licenses.md "$(root)/share/doc/imagekit"
	@install -m 644 specs.json Examples/*.* "$(root)/share/doc/imagekit/examples"
	@install -m 644 Examples/kubernetes/*.* "$(root)/share/doc/imagekit/examples/kubernetes"
	@echo "Installed $(root)/bin/imagekit"

uninstall: ## Remove the installed files
	@rm -rf "$(root)/bin/imagekit" "$(root)/libexec/imagekit" "$(root)/share/imagekit" "$(root)/share/doc/imagekit" \
		"$(root)/share/bash-completion/completions/imagekit" "$(root)/share/zsh/site-functions/_imagekit" \
		"$(root)/share/fish/vendor_completions.d/imagekit.fish"
	@rm -f $(foreach page,$(notdir $(wildcard Docs/man/*)),"$(root)/share/man/man$(lastword $(subst ., ,$(page)))/$(page)")

deb: built ## Make a Debian package in dist/
	@Packaging/build_deb.sh

rpm: built ## Make an RPM package in dist/ (needs rpmbuild)
	@Packaging/build_rpm.sh

tarball: built ## Make an archive with the installed files in dist/
	@Packaging/build_tarball.sh

wheel: built ## Make a Python wheel with libvips 8.18 in dist/
	@Packaging/build_wheel.sh

release: ## Make all packages of a release in dist/ (VERSION=0.3.0)
	@Packaging/release.sh $(VERSION)

docs: .venv/site ## Build the website of the documentation in dist/site (strict about links)
	@mkdir -p dist
	@.venv/bin/python Scripts/docs_site.py dist/site

test-packages: built ## Install and run each package in a clean environment (needs debootstrap and root)
	@Packaging/tests/run.sh

built: # executables for packages
	@test -z "$(missing_executables)" || $(MAKE) --no-print-directory build

clean: ## Remove all build products and the sample's images
	@rm -rf .build .venv media/CACHE

swift-toolchain:
	@command -v $(SWIFT) >/dev/null || { \
		echo "imagekit is built with Swift 6.2 or newer: https://www.swift.org/install/" >&2; \
		echo "Packages need no Swift, such as: pipx install $$(. Packaging/names.sh && echo $$pypi_name). See Docs/install.md." >&2; \
		exit 1; }

dependencies:
	@Scripts/install_dependencies.sh libvips-dev libdeflate-dev libsqlite3-dev pkg-config

.venv/site: .venv/complete Scripts/requirements-site.txt
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/requirements-site.txt
	@touch $@

.venv/complete: Scripts/requirements.txt
	@python3 -c 'import ensurepip' 2>/dev/null || Scripts/install_dependencies.sh python3 python3-venv
	@echo "Preparing .venv…"
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r Scripts/requirements.txt
	@touch $@
