//go:build cgo

package system

/*
#include <string.h>

// Fyne complains on the terminal of a language that it does not know, from a package's init and so before any code of
// ours in Go. A constructor comes before that: it puts the other name of the same thing in the place of «POSIX».
__attribute__((constructor)) static void name_the_language(int argc, char **argv, char **envp) {
	(void)argc;
	(void)argv;
	for (char **at = envp; at && *at; at++) {
		if (!strncmp(*at, "LANG=POSIX", 10)) *at = "LANG=C";
		else if (!strncmp(*at, "LC_ALL=POSIX", 12)) *at = "LC_ALL=C";
		else if (!strncmp(*at, "LC_MESSAGES=POSIX", 17)) *at = "LC_MESSAGES=C";
	}
}
*/
import "C"
