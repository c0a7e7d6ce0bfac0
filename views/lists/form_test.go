package lists

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestAPastedFullNameFillsTheThreeFields at once; a name that is typed stays where it is typed until it is read, and so does
// a surname of two words beside a first name.
func TestAPastedFullNameFillsTheThreeFields(t *testing.T) {
	anna := model.Name{LastName: "Ким", FirstName: "Анна", MiddleName: "Ивановна"}
	for _, c := range []struct {
		name, pasted, typed string
		was, want, read     model.Name
	}{
		{name: "a full name", pasted: " Алиев  Руслан Мамед оглы\n", want: model.Name{LastName: "Алиев", FirstName: "Руслан", MiddleName: "Мамед оглы"}},
		{name: "without a middle name", pasted: "Белова Дарья", want: model.Name{LastName: "Белова", FirstName: "Дарья"}},
		{name: "another full name", was: anna, pasted: "Петрова Анна Олеговна", want: model.Name{LastName: "Петрова", FirstName: "Анна", MiddleName: "Олеговна"}},
		{name: "a surname of two words", was: anna, pasted: "Де Костер", want: model.Name{LastName: "Де Костер", FirstName: "Анна", MiddleName: "Ивановна"}},
		{name: "a surname", pasted: "Белова", want: model.Name{LastName: "Белова"}},
		{name: "typed", typed: "Белова Дарья", want: model.Name{LastName: "Белова Дарья"}, read: model.Name{LastName: "Белова", FirstName: "Дарья"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := NewNameFields(c.was)
			viewtest.NewWindow(t, container.NewVBox(f.Objects()...))
			f.Last.FocusGained()
			if c.pasted != "" {
				f.Last.TypedShortcut(&fyne.ShortcutSelectAll{})
				fyne.CurrentApp().Clipboard().SetContent(c.pasted)
				f.Last.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			}
			for _, r := range c.typed {
				f.Last.TypedRune(r)
			}
			if got := (model.Name{LastName: f.Last.Text, FirstName: f.First.Text, MiddleName: f.Middle.Text}); got != c.want {
				t.Errorf("the fields hold %+v, want %+v", got, c.want)
			}
			if c.read == (model.Name{}) {
				c.read = c.want
			}
			if got := f.Name(); got != c.read {
				t.Errorf("read %+v, want %+v", got, c.read)
			}
		})
	}
}
