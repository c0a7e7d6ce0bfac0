#!/bin/sh
# Installs what lies beside this script: for one's own account, or as root for everybody. «./install.sh --remove» removes it again.
# PREFIX names another place than ~/.local or /usr/local.
set -eu
cd "$(dirname "$0")"

if [ "$(id -u)" -eq 0 ]; then
	prefix=${PREFIX:-/usr/local}
else
	prefix=${PREFIX:-$HOME/.local}
fi
share=$prefix/share

# each ACTION: what is installed, as ACTION MODE FILE PLACE.
each() {
	for program in zvonok zvonok-server; do
		[ -f "$program" ] || continue
		"$1" 755 "$program" "$prefix/bin/$program"
		"$1" 644 "$program.1" "$share/man/man1/$program.1"
	done
	for page in guide/*.* guide/*/*.*; do
		[ ! -f "$page" ] || "$1" 644 "$page" "$share/doc/zvonok/$page"
	done
	for entry in *.desktop; do
		[ -f "$entry" ] || continue
		id=${entry%.desktop}
		"$1" 644 "$entry" "$share/applications/$entry"
		"$1" 644 "$id.metainfo.xml" "$share/metainfo/$id.metainfo.xml"
		"$1" 644 icon.svg "$share/icons/hicolor/scalable/apps/$id.svg"
		for icon in icons/*.png; do
			size=$(basename "$icon" .png)
			"$1" 644 "$icon" "$share/icons/hicolor/${size}x$size/apps/$id.png"
		done
	done
}

put() { install -D -m "$1" "$2" "$3"; }
remove() { rm -f "$3"; }

case "${1:-}" in
'')
	each put
	# The desktop looks for programs by its own PATH, which need not have ~/.local/bin.
	for entry in *.desktop; do
		[ ! -f "$entry" ] || sed -i "s|^\(Try\)\{0,1\}Exec=|&$prefix/bin/|" "$share/applications/$entry"
	done
	echo "Установлено в $prefix."
	;;
--remove)
	each remove
	echo "Убрано из $prefix. Данные остались на месте."
	;;
*)
	echo "Как вызывать: $0 [--remove]" >&2
	exit 2
	;;
esac
if [ -f zvonok ] && command -v update-desktop-database >/dev/null 2>&1; then
	update-desktop-database -q "$share/applications"
fi
