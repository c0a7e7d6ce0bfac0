//go:build cgo

package system

/*
#include <malloc.h>

static void free_memory(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

import "runtime/debug"

// FreeMemory gives the system what Go and C (SQLite, the graphics driver) keep and do not use. C would keep it for good:
// it lies between what is used.
func FreeMemory() {
	debug.FreeOSMemory()
	C.free_memory()
}
