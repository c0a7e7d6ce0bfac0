#!/bin/bash
# Tries the packages for Windows under wine, on a Windows that is made for it and on a display of its own: installed, used,
# updated while the program runs, and removed.
# `make test-packages` calls it with the folder of the packages, and with VERSION.
set -euo pipefail
dist=$(realpath "$1")
version=${VERSION:?}
cd "$(dirname "$0")/../.."
work=$PWD/build/windows-test
older=0.0.9 # a version before VERSION

rm -rf "$work"
mkdir -p "$work"
export WINEPREFIX=$work/wine WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset SESSION_MANAGER DBUS_SESSION_BUS_ADDRESS

fail() {
	echo "windows: $*" >&2
	exit 1
}

step() { echo "--- $*"; }

# settled waits until nothing runs in the Windows.
settled() { timeout 120 wineserver -w || fail "programs of Windows do not end"; }

# shows FILE TEXT...: the file has every text.
shows() {
	local file=$1 text
	shift
	for text in "$@"; do
		grep -qF -- "$text" "$file" || {
			cat "$file"
			fail "«$text» is missing"
		}
	done
}

# key NAME: whether the registry has it.
key() { wine reg query "$1" >/dev/null 2>&1; }

# make_windows makes a Windows 10. Debian's wine lacks a function by which programs in Go take random bytes.
make_windows() {
	cat >"$work/prng.c" <<-'END'
		#include <windows.h>
		BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
		__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return SystemFunction036(data, length); }
	END
	x86_64-w64-mingw32-gcc -shared -O2 -s -o "$work/bcryptprimitives.dll" "$work/prng.c" -ladvapi32
	wineboot -i >/dev/null 2>&1
	settled
	cp "$work/bcryptprimitives.dll" "$WINEPREFIX/drive_c/windows/system32/"
	wine winecfg -v win10
	settled
}

local_folder() { realpath "$WINEPREFIX"/drive_c/users/*/AppData/Local | grep -v Public | head -n 1; }

# zvonok COMMAND...: as somebody types it. Its output goes to $work/out.
zvonok() { timeout 300 wine "$installed/zvonok.com" "$@" >"$work/out" 2>&1; }

# install SETUP FLAG...
install() {
	timeout 300 wine "$@" /S || fail "$1 ends with $?"
	settled
}

# write_roster makes lists as a college has them: in windows-1251, with Russian names.
write_roster() {
	mkdir -p "$work/Списки"
	printf 'Группа;Курс;Специальность\r\nДО-19-3;3;Дошкольное образование\r\n' | iconv -t cp1251 >"$work/Списки/Группы.csv"
	printf 'ФИО;Группа\r\nИванова Анна Петровна;ДО-19-3\r\nСёмин Пётр;ДО-19-3\r\n' | iconv -t cp1251 >"$work/Списки/Студенты.csv"
}

# signs: a certificate in the environment signs the programs and packages.
signs() {
	openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -days 2 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
	echo secret >"$work/password"
	openssl pkcs12 -export -inkey "$work/key.pem" -in "$work/cert.pem" -passout file:"$work/password" -out "$work/cert.p12"
	cp "$dist/zvonok-setup.exe" "$work/signed.exe"
	ZVONOK_SIGN_PKCS12=$work/cert.p12 ZVONOK_SIGN_PASSWORD=$work/password packaging/windows/sign.sh "$work/signed.exe"
	osslsigncode verify -CAfile "$work/cert.pem" -in "$work/signed.exe" >"$work/out" 2>&1 || true # no time stamp, own authority
	shows "$work/out" 'Message digest algorithm'
}

# guided FOLDER: the guide lies beside the program.
guided() {
	for page in index.html topics/start.html pictures/chats.png; do
		[ -f "$1/guide/$page" ] || fail "the guide has no $page"
	done
}

step 'signed, where there is a certificate'
signs

step "version $older"
ZVONOK_QUICK=yes packaging/windows/build.sh "$work/older" "$older"
make_windows
local=$(local_folder)
installed=$local/Programs/Zvonok
menu=$(dirname "$local")/Roaming/Microsoft/Windows/Start\ Menu/Programs/Звонок.lnk

step 'installed for one person'
install "$work/older/zvonok-setup.exe"
[ -f "$menu" ] || fail 'the start menu has no entry'
key 'HKCU\Software\Classes\zvonok\shell\open\command' || fail 'links do not open the program'
key 'HKCU\Software\Classes\AppUserModelId\ru.poo.zvonok' || fail 'Windows does not know the application'
guided "$installed"
zvonok version || fail 'the program does not start'
shows "$work/out" "zvonok $older"

step 'a roster'
write_roster
zvonok import "$work/Списки" --yes --json || fail "the import ends with $?"
shows "$work/out" '"students"'
[ -f "$local/zvonok/college.db" ] || fail 'the college is not in the local folder'
zvonok account secretary --admin --name 'Орлова Мария' || fail "no account: $?"
zvonok doctor || true # there is no VK here
shows "$work/out" '✓ База данных' '✓ Хранилище ключей'

step 'the tour'
zvonok tour --out "$work/tour" || fail "the tour ends with $?"
grep -Eq '^[[:space:]]*"ok":[[:space:]]*true' "$work/tour/report.json" || fail 'the tour did not go well'

step "version $version over it, while its window is open"
settled # a Windows that has begun without a screen opens no window
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" >/dev/null 2>&1 &
xvfb=$!
trap 'kill $xvfb 2>/dev/null || true; wineserver -k || true' EXIT
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY
touch "$installed/guide/gone.html"
wine "$installed/zvonok.exe" >"$work/window" 2>&1 &
timeout 180 xdotool search --sync --name 'Звонок' >/dev/null || {
	cat "$work/window"
	fail 'no window'
}
timeout 300 wine "$dist/zvonok-setup.exe" /S || fail "the update ends with $?"
settled
guided "$installed"
[ ! -e "$installed/guide/gone.html" ] || fail 'a page of the older guide is left'
size=$(stat -c %s "$installed/zvonok.exe")
[ "$size" -lt 47000000 ] || fail "zvonok.exe has $size bytes"
zvonok version
shows "$work/out" "zvonok $version"
zvonok doctor || true
shows "$work/out" '✓ База данных'
zvonok import "$work/Списки" --yes --json || fail "the import ends with $?"
shows "$work/out" '"students"'

step 'removed, the college stays'
timeout 120 wine "$installed/uninstall.exe" /S
settled
[ ! -e "$installed" ] || fail "$(ls "$installed") is left"
[ ! -e "$menu" ] || fail 'the start menu still has its entry'
! key 'HKCU\Software\Classes\zvonok' || fail 'links still lead to the program'
! key 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Zvonok' || fail 'Windows still lists the program'
[ -f "$local/zvonok/college.db" ] || fail 'the college is gone'

step 'installed for everybody, and removed with the college'
install "$dist/zvonok-setup.exe" /ALLUSERS
everybody=$WINEPREFIX/drive_c/Program\ Files/Zvonok
[ -f "$everybody/zvonok.exe" ] || fail 'it is not in Program Files'
key 'HKLM\Software\Classes\zvonok' || fail 'links do not open the program'
timeout 120 wine "$everybody/uninstall.exe" /S /DELETEDATA
settled
[ ! -e "$everybody" ] || fail "$(ls "$everybody") is left"
[ ! -e "$local/zvonok" ] || fail 'the college is still there'

step 'the .msi'
timeout 300 wine msiexec /i "$dist/zvonok.msi" /qn || fail "the .msi ends with $?"
settled
[ -f "$everybody/zvonok.com" ] || fail 'the .msi does not bring the program'
guided "$everybody"
timeout 300 wine msiexec /x "$dist/zvonok.msi" /qn
settled
[ ! -e "$everybody" ] || fail "the .msi leaves $(ls "$everybody")"
echo 'windows: everything went well'
