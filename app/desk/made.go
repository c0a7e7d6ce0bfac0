package desk

import (
	"errors"
	"os"
	"path/filepath"

	"zvonok/model"
)

// OpenMade opens a document that the program has made, by its full path, in the program that the system has for such
// files. Nothing else is opened, and never a file that could run.
func (p Parts) OpenMade(path string) error {
	if !filepath.IsAbs(path) || !model.IsDocument(path) {
		return errors.New("«Звонок» открывает только документы, которые сделал сам. Откройте файл из его папки: " + path)
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return errors.New("файла здесь больше нет, его переместили, переименовали или удалили: " + path)
	}
	return p.OpenFile(path)
}

// ShowMade shows a file that the program has made in its folder, by its full path, in the program that the system has
// for folders.
func (p Parts) ShowMade(path string) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); !filepath.IsAbs(path) || err != nil || !info.IsDir() {
		return errors.New("этой папки больше нет: " + folder)
	}
	show := p.Show
	if show == nil {
		show = func(path string) error { return outlive(folderProgram(path)) }
	}
	if err := show(path); err != nil {
		return errors.New("не удалось показать папку, откройте её сами: " + folder)
	}
	return nil
}

// OpenFile opens a file that the program has made or that was installed with it, by its full path, in the program that the system has for
// such files.
func (p Parts) OpenFile(path string) error {
	if err := p.launch(path); err != nil {
		return errors.New("не удалось открыть файл, откройте его сами: " + path)
	}
	return nil
}
