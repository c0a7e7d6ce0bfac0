#!/bin/sh
# Builds the programs for Windows x64 into the folder FILES: zvonok.exe with the window, and zvonok.com, a console program.
#   packaging/windows/programs.sh FILES VERSION
set -eu
mkdir -p "$1"
files=$(cd "$1" && pwd)
version=$2
cd "$(dirname "$0")/../.."
here=packaging/windows

app() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" FyneApp.toml; }
trap 'rm -f rsrc_windows_amd64.syso build/windows-resources/winres.json' EXIT

# Icon, manifest and version become a part of both programs: Go links every .syso that lies beside main.go.
mkdir -p build/windows-resources
sed "s|@NAME@|$(app Name)|g" $here/winres.json >build/windows-resources/winres.json
GOFLAGS='' go -C tools tool go-winres make --in "$PWD/build/windows-resources/winres.json" --out "$PWD/rsrc" --arch amd64 \
	--product-version "$version" --file-version "$version"

. packaging/inlined.sh

# program OUTPUT TAGS LDFLAGS FLAG...
program() {
	output=$1 tags=$2 ldflags=$3
	shift 3
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc GOFLAGS='' \
		go build "$@" -tags="$tags" -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$version -X main.appID=$(app ID) $ldflags" -o "$files/$output" .
	$here/sign.sh "$files/$output"
}
program zvonok.exe no_animations,no_emoji,testify_yaml_fail,packaged '-H windowsgui -funcalign 1' $inlined
program zvonok.com nowindow ''
