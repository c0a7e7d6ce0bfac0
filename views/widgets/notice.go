package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Notice stands in the place of what cannot be shown: why, what to do about it, and buttons for that.
func Notice(heading, hint string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	words := container.NewVBox(container.NewCenter(Heading(heading)), container.NewCenter(Muted(hint)))
	for _, a := range actions {
		words.Add(container.NewCenter(a))
	}
	return container.NewCenter(words)
}
