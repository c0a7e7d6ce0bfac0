package settings

import (
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// askWhere asks by the file dialog where to put a file; then gets neither a file nor an error when the person
// thinks better of it.
func askWhere(win fyne.Window, name string, then func(io.WriteCloser, error)) {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil {
			then(nil, err)
			return
		}
		then(file, err)
	}, win)
	d.SetFileName(name)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".xlsx"}))
	d.SetTitleText("Сохранить журнал изменений")
	d.SetConfirmText("Сохранить")
	d.SetDismissText("Отмена")
	d.Show()
}
