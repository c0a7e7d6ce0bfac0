// Package sheet is a table of cells that are written in, as a journal's. It knows nothing of lessons; views/journal says
// what its cells hold and take.
package sheet
