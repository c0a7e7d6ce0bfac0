package system_test

import (
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"zvonok/app/system"
)

func TestIdentify(t *testing.T) {
	const id = "ru.poo.zvonok"
	if err := system.Identify(id); err != nil {
		t.Fatal(err)
	}
	var known *uint16
	result, _, _ := syscall.NewLazyDLL("shell32.dll").NewProc("GetCurrentProcessExplicitAppUserModelID").Call(uintptr(unsafe.Pointer(&known)))
	if uint32(result) == 0x80004001 {
		t.Skip("this is wine, which does not tell")
	}
	if got := windows.UTF16PtrToString(known); result != 0 || got != id {
		t.Errorf("Windows knows the process as %q, result %#x", got, result)
	}
}
