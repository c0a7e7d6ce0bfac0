//go:build !nowindow

package window

import "github.com/godbus/dbus/v5"

// systemSaysAtOnce: Fyne knows from the start whether the system is light or dark.
const systemSaysAtOnce = false

// systemHasShade reports whether the desktop says if it is light or dark. Where it does not, Fyne would take dark.
func systemHasShade() bool {
	return onBus(func(bus *dbus.Conn) bool {
		portal := bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
		return portal.Call("org.freedesktop.portal.Settings.Read", 0, "org.freedesktop.appearance", "color-scheme").Err == nil
	})
}

// hasTray reports whether the desktop has a tray to show an entry in. Where it has none, Fyne's entry would end
// the program with a panic instead of letting it quit.
func hasTray() bool {
	return onBus(func(bus *dbus.Conn) (there bool) {
		err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher").Store(&there)
		return err == nil && there
	})
}

// onBus asks the desktop's bus, which may never answer; it gives false without a bus.
func onBus(ask func(*dbus.Conn) bool) bool {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return false
	}
	defer bus.Close()
	return bus.Auth(nil) == nil && bus.Hello() == nil && ask(bus)
}
