package model

import "testing"

// TestIsDocument: only documents are opened in other programs, however names look.
func TestIsDocument(t *testing.T) {
	for name, want := range map[string]bool{
		"/дом/Журнал.xlsx": true, `C:\Мои файлы\Листки.PDF`: true, "Занятия.ics": true,
		"Колледж.db": false, "Списки.pdf.exe": false, "pdf": false, "": false, "скрипт.sh": false, "Папка.xlsx/": false, "таблица.xlsm": false,
	} {
		if got := IsDocument(name); got != want {
			t.Errorf("%q is a document: %v", name, got)
		}
	}
}
