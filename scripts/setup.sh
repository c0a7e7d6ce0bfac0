#!/bin/sh
# Installs what building «Звонок» needs from the system; with --tests what its tests need too, and with --packages what
# making and trying the packages needs beside that.
# Silent when nothing is missing. Asks for the password by sudo when it has to install and is not root.
set -eu

want_tests=no
want_packages=no
case "${1:-}" in
'') ;;
--tests) want_tests=yes ;;
--packages)
	want_tests=yes
	want_packages=yes
	;;
*)
	echo "usage: $0 [--tests | --packages]" >&2
	exit 2
	;;
esac

fail() {
	echo "setup: $*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		fail "run this as root, there is no sudo here: $*"
	fi
}

# debian_missing PACKAGE... prints those that are not installed.
debian_missing() {
	for package in "$@"; do
		case "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" in
		installed) ;;
		*) printf ' %s' "$package" ;;
		esac
	done
}

# debian_chromium prints the package of the browser.
debian_chromium() {
	case "$(. /etc/os-release && echo "${ID:-}")" in
	ubuntu) echo chromium-browser ;;
	*) echo chromium ;;
	esac
}

setup_debian() {
	packages="gcc make pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev"
	if [ "$want_tests" = yes ]; then
		packages="$packages xvfb xauth xdotool dbus gnome-keyring libsecret-tools libgl1-mesa-dri postgresql"
		# Ubuntu has Chromium as a snap only, behind a package of another name.
		command -v google-chrome >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
			packages="$packages $(debian_chromium)"
	fi
	if [ "$want_packages" = yes ]; then
		packages="$packages xz-utils rpm lintian debootstrap systemd appstream desktop-file-utils"
		packages="$packages gcc-mingw-w64-x86-64 nsis wixl osslsigncode wine wine64"
	fi
	# shellcheck disable=SC2086 # the list is words
	missing=$(debian_missing $packages)
	[ -n "$missing" ] || return 0
	echo "setup: installing by apt-get:$missing"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null
	# shellcheck disable=SC2086
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing </dev/null
}

# fedora_missing PACKAGE... prints those that are not installed.
fedora_missing() {
	for package in "$@"; do
		rpm -q --whatprovides "$package" >/dev/null 2>&1 || printf ' %s' "$package"
	done
}

setup_fedora() {
	packages="gcc make pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel"
	packages="$packages libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel"
	if [ "$want_tests" = yes ]; then
		packages="$packages xorg-x11-server-Xvfb xorg-x11-xauth dbus-daemon gnome-keyring libsecret mesa-dri-drivers chromium postgresql-server"
	fi
	# shellcheck disable=SC2086
	missing=$(fedora_missing $packages)
	[ -n "$missing" ] || return 0
	echo "setup: installing by dnf:$missing"
	# shellcheck disable=SC2086
	as_root dnf install -q -y $missing </dev/null
}

setup_macos() {
	if xcode-select -p >/dev/null 2>&1; then
		# Without Homebrew there is nothing to install PostgreSQL with: scripts/with-postgres.sh goes without.
		if [ "$want_tests" = yes ] && command -v brew >/dev/null 2>&1 && ! command -v initdb >/dev/null 2>&1; then
			brew list postgresql@17 >/dev/null 2>&1 || brew install postgresql@17
		fi
		return 0
	fi
	echo "setup: installing Apple's command line tools; confirm it in the window that opens"
	xcode-select --install || true
	fail "run make again once the command line tools are installed"
}

# A system that this script cannot install on is only checked.
check_other() {
	command -v gcc >/dev/null 2>&1 || command -v cc >/dev/null 2>&1 || fail "install a C compiler"
	command -v pkg-config >/dev/null 2>&1 || fail "install pkg-config"
	for library in gl x11 xcursor xrandr xinerama xi xxf86vm wayland-client wayland-cursor wayland-egl xkbcommon; do
		pkg-config --exists "$library" || fail "install the development files of $library"
	done
	[ "$want_tests" = yes ] || return 0
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || fail "install PostgreSQL, the tests need it"
	for tool in Xvfb xauth dbus-run-session gnome-keyring-daemon secret-tool; do
		command -v "$tool" >/dev/null 2>&1 || fail "install $tool, the tests need it"
	done
	command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
		fail "install chromium, the tests need it"
}

command -v go >/dev/null 2>&1 || fail "install Go 1.26 or newer first: https://go.dev/doc/install"

[ "$want_packages" = no ] || command -v apt-get >/dev/null 2>&1 || fail "packages are made on Debian or Ubuntu"

case "$(uname -s)" in
Darwin) setup_macos ;;
Linux)
	family=
	if [ -r /etc/os-release ]; then
		family=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
	fi
	case " $family " in
	*" debian "* | *" ubuntu "*) setup_debian ;;
	*" fedora "* | *" rhel "*) setup_fedora ;;
	*) check_other ;;
	esac
	;;
*) fail "the Makefile knows Linux and macOS; for Windows see packaging/README.md" ;;
esac
