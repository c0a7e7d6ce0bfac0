#!/bin/bash
# Holds the benchmarks of what is here against those of an older commit: `make bench-compare OLD=rev` calls it with the commit,
# which benchmarks, of which packages, and how many rounds. The two take turns, so that what else the computer does meets both.
set -euo pipefail
cd "$(dirname "$0")/.."
old=$1 bench=$2 packages=$3 rounds=$4
[ -n "$old" ] || {
	echo "usage: make bench-compare OLD=rev [BENCH=regexp] [BENCHED='./model/... ./app/...'] [ROUNDS=6]" >&2
	exit 2
}

results=$PWD/build/bench-compare
sources=$results/sources
git worktree remove --force "$sources" 2>/dev/null || true
rm -rf "$results"
mkdir -p "$results"
trap 'git worktree remove --force "$sources"' EXIT
git worktree add --quiet --detach "$sources" "$old"

# measured FOLDER FILE: one round of the benchmarks of a folder's sources.
measured() {
	# shellcheck disable=SC2086 # the packages are words
	(cd "$1" && go test -run '^$' -bench "$bench" -benchtime 3x $packages) >>"$results/$2" || {
		tail -20 "$results/$2"
		return 1
	}
}

for round in $(seq "$rounds"); do
	echo "round $round of $rounds"
	measured "$sources" old.txt
	measured . new.txt
done
build/bin/benchstat "old=$results/old.txt" "new=$results/new.txt"
