#!/bin/sh
# Makes the packages for Windows x64, zvonok-setup.exe and zvonok.msi, in the folder DIST; what they install is left in
# build/windows. FyneApp.toml has the name, the ID and the icon.
#   packaging/windows/build.sh DIST VERSION
# ZVONOK_QUICK=yes compresses less: that is for tests.
set -eu
mkdir -p "$1"
dist=$(cd "$1" && pwd)
version=$2
cd "$(dirname "$0")/../.."
here=packaging/windows
files=$PWD/build/windows

app() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" FyneApp.toml; }
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

rm -rf "$files"
$here/programs.sh "$files" "$version"
sed 's/$/\r/' LICENSE >"$files/LICENSE.txt"
cp "$(app Icon)" "$files/icon.png"
go run ./docs/make pages "$files/guide"
find "$files" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +

makensis -V2 -WX ${ZVONOK_QUICK:+-DQUICK} "-DVERSION=$version" "-DNAME=$(app Name)" "-DID=$(app ID)" "-DFILES=$files" \
	"-DSIGN=$PWD/$here/sign.sh" "-DOUT=$dist/zvonok-setup.exe" $here/setup.nsi
$here/sign.sh "$dist/zvonok-setup.exe"
find build/windows/guide -type f | sort |
	wixl-heat --prefix build/windows/ --directory-ref INSTALLDIR --component-group Guide --var var.Files --win64 >build/guide.wxs
wixl --arch x64 -D Win64=yes -D "Version=$version" -D "ID=$(app ID)" -D Files=build/windows -o "$dist/zvonok.msi" $here/zvonok.wxs build/guide.wxs
$here/sign.sh "$dist/zvonok.msi"
