# Everything is built with one set of flags: the window's graphics take minutes to compile, and a
# second set of flags would compile them again. cgo is on, in tests too; no_animations lets a focused
# field rest (its blinking caret costs a tenth of a core); no_emoji leaves out Fyne's emoji font, of 4 MiB, beside which
# the system has its own; testify_yaml_fail leaves out a reader of YAML that Fyne's test driver would bring; trimpath keeps
# folders out of the program.

export CGO_ENABLED := 1
export GOFLAGS := -tags=no_animations,no_emoji,testify_yaml_fail -trimpath

# Without a home directory Go has nowhere to keep its modules and its cache.
ifeq ($(HOME),)
export HOME := $(CURDIR)/.cache/home
endif

# Go stamps the revision into the program. Where git cannot tell it (an archive of the sources, a
# clone that belongs to somebody else) the build would fail instead of going without.
ifneq ($(shell git rev-parse --verify -q HEAD >/dev/null 2>&1 && echo yes),yes)
export GOFLAGS += -buildvcs=false
endif

GOLANGCI_VERSION := v2.15.0
GOLANGCI := build/bin/golangci-lint-$(GOLANGCI_VERSION)

.DEFAULT_GOAL := build
.PHONY: run test race fuzz lint bench bench-compare tour guide texts build package test-packages tools setup setup-test clean

## run: the demonstration: its window or, where there is no display, a tour of it in pictures
run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec build/zvonok demo; \
	fi; \
	echo "There is no display here, so the program walks through its screens by itself."; \
	build/zvonok tour --out build/tour && \
	echo "The pictures and report.json are in $(CURDIR)/build/tour"

# FyneApp.toml says which version this is and which application.
of_app = $(shell sed -n 's/^$(1) = "\(.*\)"$$/\1/p' FyneApp.toml)
VERSION := $(call of_app,Version)
APP_ID := $(call of_app,ID)
STAMP := -X main.version=$(VERSION) -X main.appID=$(APP_ID)

# Where a program that no package keeps up to date may ask for later versions of itself, and the Ed25519 key, in base64, by which
# the answers are signed: RELEASES='-X main.releasesURL=https://… -X main.releasesKey=…'. Empty: nobody is asked.
RELEASES :=

## build: the program, build/zvonok
build: setup
	go build -ldflags '$(STAMP) $(RELEASES)' -o build/zvonok .

## package: what is handed out, in dist/: packages for Linux and Windows, what they are made of, checksums
package: tools
	scripts/setup.sh --packages
	NAME='$(call of_app,Name)' VERSION='$(VERSION)' APP_ID='$(APP_ID)' STAMP='$(STAMP)' packaging/build.sh dist

## test-packages: the packages of dist/ installed, used, updated and removed, each on a clean system
test-packages: package
	VERSION='$(VERSION)' APP_ID='$(APP_ID)' packaging/test.sh dist

# The programs that make packages and compare figures, in build/bin.
tools: setup
	GOBIN=$(CURDIR)/build/bin go -C tools install tool

# What is tried on PostgreSQL too, on a server that is started for it: the store, the contracts over the wire, undoing, the
# commands, two servers of which one dies, an agent that is cut off, interrupted or killed, and some weeks of a year of orders and rosters.
ON_POSTGRES := go test -timeout 30m ./model/store ./app/remote && \
	go test -timeout 30m -short -run 'Postgres|Database|Contracts|Undo|Moved|TwoServers|TakenOver|Interrupted|KilledAt|TestYear' ./app/cli ./app/desk ./app/server ./app/vkmessenger ./program

## test: all tests, with what they need: a virtual display, a keyring and a PostgreSQL on Linux
test: setup-test
	go test -timeout 30m ./...
	scripts/with-postgres.sh sh -c "$(ON_POSTGRES)"

## race: the tests under the race detector; views/window has none, and would compile the graphics once more
race: setup-test
	go test -race -timeout 60m $$(go list ./model/... ./app/... ./vkclient/... ./views/... | grep -v '/views/window$$')

# How many inputs each target is tried with (a time would race with the end of the workers in Go 1.26, golang/go#75804), and
# where targets may be: fuzzing compiles what it tests once more, so they stand in
# packages without the window's graphics.
FUZZTIME ?= 10000x
FUZZED := ./model/... ./vkclient/... ./app/...

## fuzz: every fuzz target with FUZZTIME inputs, one after the other
fuzz: setup
	@listed=$$(go test -list '^Fuzz' $(FUZZED)) || { echo "$$listed"; exit 1; }; \
	targets=$$(echo "$$listed" | awk '/^Fuzz/ { of[++n] = $$1 } /^ok/ { for (i = 1; i <= n; i++) print $$2, of[i]; n = 0 }'); \
	[ -n "$$targets" ] || { echo "there are no fuzz targets in $(FUZZED)"; exit 1; }; \
	echo "$$targets" | while read -r package target; do \
		echo "$$target ($$package)"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x "$$package" || exit 1; \
	done

## bench: the benchmarks, then what they measured beside the time: the ratios to the floors
bench: setup-test
	@mkdir -p build
	@scripts/with-postgres.sh go test -run '^$$' -bench . -benchtime 3x ./... >build/bench.txt; code=$$?; \
	grep -v 'no test files' build/bench.txt; \
	echo; echo "Ratios and other measures:"; \
	awk '/^Benchmark/ { for (i = 3; i < NF; i += 2) if ($$(i + 1) !~ /^(ns|B|allocs)\/op$$|^MB\/s$$/) \
		printf "  %-48s %10s %s\n", $$1, $$i, $$(i + 1) }' build/bench.txt; \
	exit $$code

# Which benchmarks of which packages bench-compare runs, and how often: fewer than six rounds tell little.
BENCH := .
BENCHED := ./...
ROUNDS := 6

## bench-compare: the benchmarks held against those of an older commit: make bench-compare OLD=rev
bench-compare: setup-test tools
	scripts/bench-compare.sh '$(OLD)' '$(BENCH)' '$(BENCHED)' '$(ROUNDS)'

## tour: the main job walked through, one picture a screen, in build/tour; and across three computers, in build/tour-desks
tour: build
	build/zvonok tour --out build/tour
	build/zvonok tour --desks --out build/tour-desks

## guide: the user's guide anew: its pictures from the tour, then its pages and PDF, in build/help
guide: build
	build/zvonok tour --out build/tour
	go run ./docs/make pictures build/tour
	go run ./docs/make pages build/help
	go run ./docs/make book build/help
	@echo "The guide is in $(CURDIR)/build/help"

## texts: all that the program says in Russian, in build/texts.txt, to be read in one sitting
texts: setup
	@mkdir -p build
	go run ./docs/make texts build/texts.txt

## lint: the linters, gofmt, and go.mod being tidy
lint: setup $(GOLANGCI)
	$(GOLANGCI) run
	@unformatted=$$(find . \( -path ./build -o -path ./.cache \) -prune -o -name '*.go' -print | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "gofmt has changes for:"; echo "$$unformatted"; exit 1; fi
	go mod tidy -diff

$(GOLANGCI):
	GOBIN=$(CURDIR)/build/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv build/bin/golangci-lint $@

## setup: what the build needs from the system; silent when nothing is missing
setup:
	@scripts/setup.sh

setup-test:
	@scripts/setup.sh --tests

## clean: what make has built
clean:
	rm -rf build dist
