#!/bin/bash
# Makes all that is handed out. `make package` calls it with a folder, with what FyneApp.toml says (NAME, VERSION, APP_ID), and
# with its flags for Go (GOFLAGS, STAMP). The same commit gives the same packages in any folder.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=$1
: "${NAME:?}" "${VERSION:?}" "${APP_ID:?}" "${STAMP:?}"

umask 022
export TZ=UTC LC_ALL=C.UTF-8
# What is packed is as old as the commit; in an archive of the sources, which has none, as old as the list of changes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
export GOFLAGS="$GOFLAGS -buildvcs=false"
GOARCH=$(go env GOARCH)
MAINTAINER="${MAINTAINER:-Zvonok contributors <zvonok@example.org>}"
tools=build/bin
work=build/package
. packaging/inlined.sh

rm -rf "$dist" "$work"
mkdir -p "$dist" "$work"

# filled TEMPLATE FILE: the template of packaging/linux with what FyneApp.toml says.
filled() {
	sed "s|@NAME@|$NAME|g; s|@ID@|$APP_ID|g; s|@VERSION@|$VERSION|g; s|@DATE@|$(date -d "@$SOURCE_DATE_EPOCH" +%F)|g
		s|@ARCH@|$GOARCH|g; s|@MAINTAINER@|$MAINTAINER|g" "packaging/linux/$1" >"$work/$2"
}

# packed FILE NAME: a compressed copy that does not tell when it was made.
packed() {
	gzip -9n <"$1" >"$work/$2.gz"
}

# debian_changelog PACKAGE: what Debian asks for; the changes themselves are in the program's own list.
debian_changelog() {
	printf '%s (%s-1) stable; urgency=medium\n\n  * См. changelog.gz.\n\n -- %s  %s\n' \
		"$1" "$VERSION" "$MAINTAINER" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$work/$1.changelog.Debian.gz"
}

# package PACKAGE: a .deb and a .rpm of what its list in packaging/linux names.
package() {
	debian_changelog "$1"
	filled "$1.yaml" "$1.yaml"
	for format in deb rpm; do
		"$tools/nfpm" package --config "$work/$1.yaml" --packager "$format" --target "$dist/"
	done
}

# archive PACKAGE FILE...: for systems without dpkg and rpm; install.sh inside puts the files where a package would.
archive() {
	local name=$1-$VERSION-linux-$GOARCH
	shift
	mkdir "$work/$name"
	cp -r packaging/linux/install.sh CHANGELOG.md README.ru.md "$work/copyright" "$@" "$work/$name/"
	tar -C "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=go-w -cJf "$dist/$name.tar.xz" "$name"
}

linux() {
	# Functions are not aligned; C's are left out where nothing calls them, and without the tables that its exceptions would need.
	GOFLAGS=${GOFLAGS/-tags=/-tags=packaged,} CGO_CFLAGS='-O2 -fno-asynchronous-unwind-tables -ffunction-sections' CGO_LDFLAGS=-Wl,--gc-sections \
		go build $inlined -ldflags "-s -w -funcalign 1 $STAMP" -o "$work/zvonok" .
	go build -tags nowindow -ldflags "-s -w $STAMP" -o "$work/zvonok-server" .
	filled zvonok.desktop "$APP_ID.desktop"
	filled metainfo.xml "$APP_ID.metainfo.xml"
	for page in zvonok zvonok-server; do
		filled "$page.1" "$page.1"
		packed "$work/$page.1" "$page.1"
	done
	packed CHANGELOG.md changelog
	sed -f packaging/linux/many-colleges.sed app/cli/zvonok-server.service >"$work/zvonok-server@.service"
	go run ./docs/make pages "$work/guide"
	go run ./docs/make book "$work/guide"
	{ cat LICENSE && gunzip -c docs/licences.txt.gz; } >"$work/copyright"
	package zvonok
	package zvonok-server
	archive zvonok "$work/zvonok" "$work/zvonok.1" "$work/$APP_ID.desktop" "$work/$APP_ID.metainfo.xml" "$work/guide" assets/icons assets/icon.svg
	archive zvonok-server "$work/zvonok-server" "$work/zvonok-server.1" app/cli/zvonok-server.service app/cli/zvonok-server.default \
		"$work/zvonok-server@.service" packaging/linux/zvonok-found-college
}

# parts PROGRAM: which modules, of which versions and licences, it was made of (CycloneDX).
parts() {
	"$tools/cyclonedx-gomod" bin -json -licenses -noserial -notimestamp -version "v$VERSION" -output "$dist/$1-$VERSION.cdx.json" "$work/$1"
}

echo "=== Linux"
linux
echo "=== Windows"
packaging/windows/build.sh "$dist" "$VERSION"
echo "=== what they are made of"
parts zvonok
parts zvonok-server
(cd "$dist" && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)
