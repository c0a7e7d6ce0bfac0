#!/bin/sh
# Makes zvonok.dmg with the application for Apple's and Intel's processors. Runs on macOS with Apple's command line tools.
#   packaging/macos/build.sh DIST VERSION
# ZVONOK_MAC_IDENTITY names a certificate of the keychain; without one the application is signed ad hoc, and a person has to
# allow it in the system's settings.
set -eu
mkdir -p "$1"
dist=$(cd "$1" && pwd)
version=$2
cd "$(dirname "$0")/../.."
work=$PWD/build/macos
app=$work/image/Zvonok.app
identity=${ZVONOK_MAC_IDENTITY:--}

of_app() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" FyneApp.toml; }
name=$(of_app Name) id=$(of_app ID) icon=$(of_app Icon)

rm -rf "$work"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" "$work/icon.iconset"

. packaging/inlined.sh

# program GOARCH CLANG_ARCH
program() {
	CGO_ENABLED=1 GOOS=darwin GOARCH=$1 CC="clang -arch $2 -mmacosx-version-min=12.0" GOFLAGS='' \
		go build $inlined -tags=no_animations,no_emoji,testify_yaml_fail,packaged -trimpath -buildvcs=false \
		-ldflags "-s -w -X main.version=$version -X main.appID=$id" -o "$work/zvonok-$1" .
}
program arm64 arm64
program amd64 x86_64
lipo -create -output "$app/Contents/MacOS/zvonok" "$work/zvonok-arm64" "$work/zvonok-amd64"

for size in 16 32 128 256 512; do
	sips -z $size $size "$icon" --out "$work/icon.iconset/icon_${size}x$size.png" >/dev/null
	sips -z $((2 * size)) $((2 * size)) "$icon" --out "$work/icon.iconset/icon_${size}x$size@2x.png" >/dev/null
done
iconutil -c icns -o "$app/Contents/Resources/icon.icns" "$work/icon.iconset"
sed "s/@NAME@/$name/; s/@ID@/$id/; s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Contents/Info.plist"
plutil -lint "$app/Contents/Info.plist"
cp LICENSE "$app/Contents/Resources/LICENSE.txt"
go run ./docs/make pages "$app/Contents/Resources/guide"

# The hardened runtime and a time stamp are what Apple asks of an application that it is to notarise.
if [ "$identity" = - ]; then
	codesign --force --sign - "$app"
else
	codesign --force --options runtime --timestamp --sign "$identity" "$app"
fi
codesign --verify --strict "$app"

ln -s /Applications "$work/image/Applications"
hdiutil create -volname "$name" -srcfolder "$work/image" -format UDZO -ov "$dist/zvonok.dmg"
