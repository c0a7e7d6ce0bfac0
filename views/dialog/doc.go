// Package dialog holds what opens over a screen: questions, forms, links, and the export of a file.
package dialog
