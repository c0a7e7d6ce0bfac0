#!/bin/sh
# Runs a command beside a throw-away PostgreSQL: scripts/with-postgres.sh go test ./model/store
# The server listens at a socket in a temporary folder only; as root it runs as user postgres. ZVONOK_TEST_POSTGRES tells the
# command where it is. scripts/setup.sh --tests installs PostgreSQL; a Mac without Homebrew has none, and runs the command on SQLite.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
if [ -z "$bin" ]; then
	if found=$(command -v initdb); then
		bin=$(dirname "$(readlink -f "$found")")
	elif command -v brew >/dev/null 2>&1; then
		bin=$(brew --prefix postgresql@17)/bin
	fi
fi
if [ ! -x "$bin/initdb" ]; then
	echo "with-postgres: there is no PostgreSQL here" >&2
	[ "$(uname -s)" = Darwin ] || exit 1
	exec "$@"
fi
version=$("$bin/initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
[ "$version" -ge 15 ] || {
	echo "with-postgres: PostgreSQL $version is too old, the program needs 15 or newer: apt.postgresql.org has it for older systems" >&2
	exit 1
}

as_owner() { "$@"; }
folder=$(mktemp -d /tmp/zvonok-postgres.XXXXXX)
if [ "$(id -u)" -eq 0 ]; then
	chown postgres "$folder"
	as_owner() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
fi
cd "$(dirname "$0")/.."

finish() {
	as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
	rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

as_owner "$bin/initdb" -D "$folder/data" -E UTF8 --locale=C --auth=trust -U postgres --no-sync >"$folder/initdb" || {
	cat "$folder/initdb" >&2
	exit 1
}
# One user needs a password, for the tests of that.
printf 'local all locked scram-sha-256\nlocal all all trust\n' >"$folder/data/pg_hba.conf"
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum_naptime = 10s
END
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s start || {
	cat "$folder/log" >&2
	exit 1
}
ZVONOK_TEST_POSTGRES="postgres://postgres@/postgres?host=$folder" "$@"
