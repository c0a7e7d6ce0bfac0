// Command emptywindow is the least that a program with a window of Fyne can be: its memory is the least that ours can
// take.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("ru.poo.zvonok.empty").NewWindow("Пустое окно")
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
