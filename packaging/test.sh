#!/bin/bash
# Tries the packages of a folder on clean systems: `make test-packages` calls it, as root, with what FyneApp.toml says (VERSION,
# APP_ID). Each function below is one proof; the first that fails ends the run. Proofs named after the folder are tried alone;
# from `installed` to `removed` each goes on where the one before ended.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=$(realpath "$1")
shift
: "${VERSION:?}" "${APP_ID:?}"
export LC_ALL=C.UTF-8
work=$PWD/build/package-test
tree=$work/tree

fail() {
	echo "test-packages: $*" >&2
	exit 1
}

[ "$(id -u)" -eq 0 ] || fail "run this as root: it makes systems of its own and enters them by chroot"
rm -rf --one-file-system "$work"
mkdir -p "$work"
dpkg-deb -x "$dist/zvonok_$VERSION-1_amd64.deb" "$work/files"
dpkg-deb -x "$dist/zvonok-server_$VERSION-1_amd64.deb" "$work/files"

# clean_tree: a Debian with nothing but its base, in $tree. The base is kept in build/.
clean_tree() {
	local base=build/bookworm.tar mirror
	if [ ! -f "$base" ]; then
		mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1; exit }')
		debootstrap --variant=minbase bookworm "$work/base" "$mirror"
		tar -C "$work/base" -cf "$base.part" .
		rm -rf --one-file-system "$work/base"
		mv "$base.part" "$base"
	fi
	rm -rf --one-file-system "$tree"
	mkdir "$tree"
	tar -C "$tree" -xf "$base"
	cp /etc/resolv.conf "$tree/etc/resolv.conf"
	cp "$dist"/*.deb "$dist"/*.rpm "$tree/root/"
}

# inside COMMAND...: runs it in the tree, with processes and mounts of its own, and with a network of its own if $alone says so.
inside() {
	unshare ${alone:+--net} --mount --pid --fork --kill-child sh -ec '
		[ -z "${alone-}" ] || ip link set lo up
		mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
		exec chroot "$0" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' "$tree" "$@"
}

# untouched: the tree holds no file, no user and no group of ours; apt and rpm keep lists of what they have installed.
untouched() {
	local left
	left=$(find "$tree" -xdev \( -path "$tree/root" -o -path "$tree/var/cache" -o -path "$tree/var/log" -o -path "$tree/var/lib/apt" \) -prune -o -name '*zvonok*' -print
		grep zvonok "$tree"/etc/{passwd,group,shadow,gshadow} || true)
	[ -z "$left" ] || fail "the packages left behind: $left"
}

checksums() {
	(cd "$dist" && sha256sum --quiet -c SHA256SUMS)
}

# small: what people download stays below 47 MB unpacked (docs/performance.md).
small() {
	local size
	size=$(stat -c %s "$work/files/usr/bin/zvonok")
	[ "$size" -lt 47000000 ] || fail "zvonok has $size bytes"
}

# linked: what the programs need of a system is what their packages ask for; they are stripped, and tell no folder of ours.
linked() {
	local program needed
	for program in zvonok zvonok-server; do
		needed=$(readelf -d "$work/files/usr/bin/$program" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort | tr '\n' ' ')
		echo "$program needs $needed"
		case $program in
		zvonok) [ "$needed" = "libGL.so.1 libc.so.6 libm.so.6 libwayland-client.so.0 " ] ;;
		zvonok-server) [ "$needed" = "libc.so.6 " ] ;;
		esac || fail "$program needs other libraries than its package asks for"
		[ "$(objdump -T "$work/files/usr/bin/$program" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1)" = GLIBC_2.34 ] ||
			fail "$program needs another glibc than its package asks for"
		! readelf -S "$work/files/usr/bin/$program" | grep -q '\.symtab\|\.debug' || fail "$program is not stripped"
		! grep -aqF "$PWD" "$work/files/usr/bin/$program" || fail "$program holds the path $PWD"
	done
}

# described: what desktops, software centres and man read.
described() {
	local share=$work/files/usr/share
	desktop-file-validate "$share/applications/$APP_ID.desktop"
	grep -q '^MimeType=x-scheme-handler/zvonok;$' "$share/applications/$APP_ID.desktop" || fail "zvonok:// does not open the program"
	appstreamcli validate --no-net "$share/metainfo/$APP_ID.metainfo.xml"
	man --warnings -l "$share/man/man1/zvonok.1.gz" "$share/man/man1/zvonok-server.1.gz" 2>&1 >/dev/null | { ! grep .; } || fail "man complains about the manual"
	[ -f "$share/doc/zvonok/guide/index.html" ] || fail "the guide is missing"
	[ -f "$share/doc/zvonok/guide/pictures/chats.png" ] || fail "the guide has no pictures"
	[ "$(find "$share/icons" -name "$APP_ID.png" | wc -l)" -eq 8 ] || fail "icons are missing"
}

lintian_agrees() {
	lintian --allow-root --fail-on error --tag-display-limit 0 "$dist"/*.deb
}

# rpm_asks: the .rpm files hold what the .deb files hold, and ask for libraries by the names that every distribution has.
rpm_asks() {
	local package only
	for package in zvonok zvonok-server; do
		only=$(diff <(rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$dist/$package-$VERSION-1.x86_64.rpm" | sed -n 's|^-[^ ]* ||p' | sed 's|^/usr/lib/systemd|/lib/systemd|' | sort) \
			<(dpkg-deb --fsys-tarfile "$dist/${package}_$VERSION-1_amd64.deb" | tar -t | sed -n 's|^\.\(/.*[^/]\)$|\1|p' | grep -v 'lintian\|Debian' | sort)) ||
			fail "the .rpm and the .deb of $package differ: $only"
	done
	rpm -qp --requires "$dist/zvonok-$VERSION-1.x86_64.rpm" | tee "$work/requires"
	grep -qxF 'libGL.so.1()(64bit)' "$work/requires" || fail "the .rpm does not ask for libGL"
	! rpm -qp --requires --recommends "$dist/zvonok-server-$VERSION-1.x86_64.rpm" | grep 'libGL\|X11\|wayland' || fail "the server's .rpm asks for graphics"
}

# installed: both packages on a clean system, with nothing that they only recommend.
installed() {
	clean_tree
	inside apt-get update -q
	inside sh -c 'apt-get install -q -y --no-install-recommends /root/zvonok_*.deb /root/zvonok-server_*.deb'
	[ "$(inside zvonok version)" = "zvonok $VERSION" ] || fail "zvonok does not say its version"
	[ "$(inside zvonok-server version)" = "zvonok $VERSION" ] || fail "zvonok-server does not say its version"
	[ "$(inside readlink -f /usr/bin/zvonok)" = /usr/bin/zvonok ] || fail "zvonok is not the window's program"
}

# as_teacher COMMAND...: runs it as a person, with a keyring that is open, as a desktop has it.
as_teacher() {
	# shellcheck disable=SC2016 # the inner shell expands it
	inside setpriv --reuid teacher --regid teacher --init-groups env -C /home/teacher HOME=/home/teacher XDG_RUNTIME_DIR=/home/teacher/run dbus-run-session -- \
		sh -c 'printf пароль | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"' person "$@"
}

# window_used: on a college the program finds nothing in its way, and it walks through its screens without a display.
window_used() {
	inside apt-get install -q -y --no-install-recommends gnome-keyring dbus dbus-user-session
	inside useradd --create-home teacher
	inside install -d -m 700 -o teacher -g teacher /home/teacher/run
	as_teacher zvonok account kagan --admin --name 'Каган Наталья Васильевна' --college 'Педагогический колледж'
	as_teacher sh -c '
		zvonok vk-sandbox --listen 127.0.0.1:8474 --json >vk.json &
		until [ -s vk.json ]; do sleep 0.1; done
		sed "s/.*\"community_token\":\"\([^\"]*\)\".*/\1/" vk.json | zvonok token --vk-url http://127.0.0.1:8474
		zvonok doctor --vk-url http://127.0.0.1:8474'
	as_teacher zvonok tour --out /home/teacher/tour
	grep -q '"ok": true' "$tree/home/teacher/tour/report.json" || fail "the tour's report does not say ok"
	echo "$(find "$tree/home/teacher/tour" -name '*.png' -size +1k | wc -l) pictures"
	inside userdel --remove teacher
	inside apt-get purge -q -y --autoremove gnome-keyring dbus dbus-user-session
}

# as_service COMMAND...: runs it as the unit says: its user, its folder, its umask.
as_service() {
	inside setpriv --reuid zvonok --regid zvonok --init-groups --no-new-privs --bounding-set=-all env HOME=/var/lib/zvonok sh -c 'umask 077; exec "$@"' service "$@"
}

# founds_college: a college with its administrator, where the service has its data.
founds_college() {
	as_service zvonok-server account kagan --admin --name 'Каган Наталья Васильевна' --college 'Педагогический колледж' --data /var/lib/zvonok
}

# server_used: the unit's command serves under the unit's user; a program on the same system finds the server, and it ends when told.
server_used() {
	local command
	founds_college
	[ "$(inside stat -c '%U %a' /var/lib/zvonok)" = 'zvonok 700' ] || fail "others may read the college"
	# shellcheck disable=SC1091 # the package's own settings
	command=$(. "$tree/etc/default/zvonok-server" && sed -n 's/^ExecStart=//p' "$tree/lib/systemd/system/zvonok-server.service" | sed "s|\$ZVONOK_OPTIONS|$ZVONOK_OPTIONS|")
	echo "as the unit says: $command"
	# shellcheck disable=SC2016 # the inner shell expands it
	alone=yes as_service sh -ec ' # another server may have the port here
		$0 --no-agent --json --address 127.0.0.1 >/tmp/serving.json &
		until [ -s /tmp/serving.json ]; do
			kill -0 $!
			sleep 0.1
		done
		zvonok doctor --server "$(sed "s/.*\"link\":\"\([^\"]*\)\".*/\1/" /tmp/serving.json)"
		kill $!
		wait $!
		rm /tmp/serving.json' "$command"
}

# unit_verified: systemd of the clean system finds nothing wrong in the units.
unit_verified() {
	inside apt-get install -q -y --no-install-recommends systemd
	inside systemd-analyze verify --man=no zvonok-server.service zvonok-server@arts.service 2>&1 | tee "$work/verify"
	! grep zvonok "$work/verify" || fail "systemd finds something in the units"
}

# updated: a newer version over an older one, and the college, the settings and the service's being on stay.
updated() {
	local older=$work/older
	dpkg-deb -R "$dist/zvonok-server_$VERSION-1_amd64.deb" "$older"
	sed -i 's/^Version: .*/Version: 0.0.1-1/' "$older/DEBIAN/control"
	dpkg-deb -Znone -b "$older" "$tree/root/older.deb"
	inside apt-get install -q -y --allow-downgrades /root/older.deb
	inside ln -sf /lib/systemd/system/zvonok-server.service /etc/systemd/system/multi-user.target.wants/
	sed -i 's/:8473/:9000/' "$tree/etc/default/zvonok-server"
	sha256sum "$tree/var/lib/zvonok/college.db" >"$work/college"
	inside sh -c 'apt-get install -q -y /root/zvonok-server_*.deb'
	sha256sum --quiet -c "$work/college"
	grep -q ':9000' "$tree/etc/default/zvonok-server" || fail "the update lost the settings"
	[ -L "$tree/etc/systemd/system/multi-user.target.wants/zvonok-server.service" ] || fail "the update switched the service off"
}

# removed: nothing is left but the college, and not even its user once the college is gone.
removed() {
	inside apt-get purge -q -y --autoremove zvonok systemd
	[ "$(inside readlink -f /usr/bin/zvonok)" = /usr/bin/zvonok-server ] || fail "without the window, zvonok is not the server's program"
	inside apt-get purge -q -y --autoremove zvonok-server
	[ -f "$tree/var/lib/zvonok/college.db" ] || fail "the college was removed"
	rm -r "$tree/var/lib/zvonok"
	inside sh -c 'dpkg -i /root/zvonok-server_*.deb && apt-get purge -q -y zvonok-server'
	untouched
}

# rpm_scripts: rpm calls the same scripts with other words.
rpm_scripts() {
	clean_tree
	rpm --root "$tree" --nodeps -i "$dist/zvonok-server-$VERSION-1.x86_64.rpm"
	inside id zvonok
	[ "$(inside zvonok version)" = "zvonok $VERSION" ] || fail "zvonok is not the server's program"
	inside ln -s /usr/lib/systemd/system/zvonok-server.service /etc/systemd/system/multi-user.target.wants/
	rpm --root "$tree" --nodeps -U --force "$dist/zvonok-server-$VERSION-1.x86_64.rpm"
	[ -L "$tree/etc/systemd/system/multi-user.target.wants/zvonok-server.service" ] || fail "the update switched the service off"
	rpm --root "$tree" -e zvonok-server
	untouched
}

# boots: systemd runs in the tree as the first process, with processes, mounts, groups and a network of its own; $outer is the
# process around it, and ends it.
boots() {
	local group=/sys/fs/cgroup/zvonok-test
	[ ! -d /sys/fs/cgroup/systemd ] || group=/sys/fs/cgroup/systemd/zvonok-test # groups of the first version
	mkdir -p "$group"
	# shellcheck disable=SC2016 # the inner shell expands it
	(echo "$BASHPID" >"$group/cgroup.procs" && exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child sh -ec '
		mount --make-rprivate /
		mount --bind "$0" "$0"
		cd "$0"
		mount -t proc proc proc
		mount -t sysfs -o ro sysfs sys
		if [ -d /sys/fs/cgroup/systemd ]; then
			mount -t tmpfs tmpfs sys/fs/cgroup
			mkdir sys/fs/cgroup/systemd
			mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
		else
			mount -t cgroup2 cgroup2 sys/fs/cgroup
		fi
		mount -t tmpfs -o mode=755 tmpfs dev
		for device in null zero full random urandom tty; do
			touch "dev/$device"
			mount --bind "/dev/$device" "dev/$device"
		done
		mkdir dev/pts dev/shm
		mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
		mount -t tmpfs tmpfs dev/shm
		ln -s pts/ptmx dev/ptmx
		ln -s /proc/self/fd dev/fd
		mount -t tmpfs tmpfs run
		mkdir -p before
		pivot_root . before
		umount -l before
		mount --make-rshared /
		exec env -i container=lxc /lib/systemd/systemd --log-target=null' "$tree") &
	outer=$!
	disown # its end is not told
	trap 'kill -KILL $outer' EXIT
	until booted systemctl is-system-running --wait >/dev/null 2>&1; do # the loopback device is up by then, and the journal there
		kill -0 $outer || fail "systemd does not run in the tree"
		sleep 0.2
	done
}

# booted COMMAND...: runs it as root on the system that boots.
booted() {
	nsenter --all --target "$(pgrep -P "$outer")" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}

# service_state WANTED...: waits until systemd says so of the service, as NAME=VALUE lines.
service_state() {
	local said tries=150
	until said=$(booted systemctl show zvonok-server -p "$(IFS=, && echo "${*%=*}" | tr ' ' ,)") && [ "$(sort <<<"$said")" = "$(printf '%s\n' "$@" | sort)" ]; do
		((tries--)) || fail "the service is not as it should be: $said"
		sleep 0.2
	done
}

# service_runs: a running systemd starts the service that `serve --install` sets up, gives it the token that is root's, starts it
# again when it was killed, and ends it.
service_runs() {
	local token=vk1.a.0123456789abcdefghijklmnopqrstuvwxyz
	clean_tree
	inside sh -c 'apt-get install -q -y --no-install-recommends systemd systemd-sysv /root/zvonok-server_*.deb'
	boots
	booted zvonok account kagan --admin --name 'Каган Наталья Васильевна' --college 'Педагогический колледж' >/dev/null
	booted env ZVONOK_VK_COMMUNITY_TOKEN="$token" zvonok serve --install --yes --data /root/.local/share/zvonok
	service_state ActiveState=active NRestarts=0
	booted journalctl -u zvonok-server -o cat | tee "$work/journal"
	grep -q 'Синхронизация с VK идёт здесь' "$work/journal" || fail "the service did not get the token"
	! grep -q "$token" "$work/journal" || fail "the token is in the journal"
	booted systemctl kill --kill-who=main --signal=KILL zvonok-server
	service_state ActiveState=active NRestarts=1
	booted systemctl stop zvonok-server
	service_state ActiveState=inactive Result=success
	booted zvonok serve --uninstall --yes
	[ ! -e "$tree/etc/zvonok/community-token" ] || fail "the token was left behind"
	kill -KILL $outer
	trap - EXIT
}

# archives_install: install.sh puts the files where a desktop finds them, and takes all of them away.
archives_install() {
	local name
	for name in zvonok zvonok-server; do
		tar -C "$work" -xf "$dist/$name-$VERSION-linux-amd64.tar.xz"
		PREFIX=$work/prefix "$work/$name-$VERSION-linux-amd64/install.sh"
		[ "$("$work/prefix/bin/$name" version)" = "zvonok $VERSION" ] || fail "$name does not say its version"
	done
	desktop-file-validate "$work/prefix/share/applications/$APP_ID.desktop"
	grep -q "^Exec=$work/prefix/bin/zvonok %u$" "$work/prefix/share/applications/$APP_ID.desktop" || fail "the desktop would not find the program"
	for name in zvonok zvonok-server; do
		PREFIX=$work/prefix "$work/$name-$VERSION-linux-amd64/install.sh" --remove
	done
	[ -z "$(find "$work/prefix" -type f ! -name mimeinfo.cache)" ] || fail "install.sh --remove left files behind"
}

# sums FOLDER: of all that has the same bytes each time. Every .msi has a number of its own.
sums() { (cd "$1" && find . -type f ! -name '*.msi' ! -name SHA256SUMS -exec sha256sum {} + | sort -k 2); }

# reproducible: built again in another folder, by another user's cache, from the commit alone, the packages have the same bytes.
reproducible() {
	local again=$work/elsewhere/sources
	[ -z "$(git status --porcelain)" ] || fail "what is not committed would not be built again: commit it first"
	git clone -q --local . "$again"
	GOCACHE=$work/cache GOBIN=$again/build/bin make -C "$again" package
	diff <(sums "$dist") <(sums "$again/dist") || fail "the packages differ when they are built elsewhere"
}

stage() {
	local started=$SECONDS
	echo "=== $1"
	"$1"
	echo "=== $1: $((SECONDS - started)) s"
}

windows() {
	packaging/windows/test.sh "$dist"
}

[ $# -gt 0 ] || set -- checksums small linked described lintian_agrees rpm_asks archives_install \
	installed window_used server_used unit_verified updated removed rpm_scripts service_runs windows reproducible
for proof in "$@"; do
	stage "$proof"
done
