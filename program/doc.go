// Package program holds the tests of the whole program, which they build from the repository's root: its commands as
// processes, its window on a virtual display, a browser, a keyring; and the tests of how the sources are laid out.
package program
