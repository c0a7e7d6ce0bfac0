// Package sheet is a table of cells that are written in, as a journal's.
package sheet
