#!/bin/sh
# Runs a command beside a throw-away PostgreSQL: scripts/with-postgres.sh go test ./model/store
# The server listens at a socket in a temporary folder only; as root it runs as user postgres. ZVONOK_TEST_POSTGRES tells the
# command where it is. Without a PostgreSQL of version 15 or newer on this computer nothing is run: scripts/setup.sh --tests installs it.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
if [ -z "$bin" ]; then
	found=$(command -v initdb) || {
		echo "with-postgres: there is no PostgreSQL here" >&2
		exit 1
	}
	bin=$(dirname "$(readlink -f "$found")")
fi

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
