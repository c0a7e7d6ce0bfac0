package model

import (
	"path/filepath"
	"strings"
)

// IsDocument reports whether the program makes files of that name to be opened by other programs: pages to print, tables,
// calendars. Copies of the college do not count, nor do files that could run.
func IsDocument(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf", ".xlsx", ".ics":
		return true
	}
	return false
}
