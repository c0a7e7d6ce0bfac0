package entry

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// otherCollege is the dialog of the colleges that this computer knows; back leads to where connecting to another one began.
func (e *Entry) otherCollege(back func()) {
	list := table.NewList([]*table.Column[model.KnownCollege]{
		table.Text("name", "Колледж", 280, 2, knownName).Opening(),
		table.Text("address", "Адрес", 180, 1, func(c model.KnownCollege) string { return strings.Join(c.Link.Addresses, ", ") }).Muted(),
	}, func(c model.KnownCollege) string { return c.Link.College })
	colleges := e.deps.Connect.Colleges()
	if e.deps.Connect.Here() {
		colleges = append(colleges, model.KnownCollege{Current: !e.far()})
	}
	list.SetRows(colleges)
	if current := slices.IndexFunc(colleges, func(c model.KnownCollege) bool { return c.Current }); current >= 0 {
		list.SelectKeys(colleges[current].Link.College)
	}
	var box *dialog.Handle
	forget := widgets.NewSecondary("Забыть…", func() { e.forgetCollege(box, list.Selected()[0]) })
	open := func(c model.KnownCollege) {
		if !c.Current {
			e.reopen(box, "Колледж не открыт", func(ctx context.Context) error { return e.deps.Connect.Choose(ctx, c.Link.College) })
		}
	}
	choice := func() {
		chosen := list.Selected()
		box.SetPrimary("Открыть", len(chosen) == 1 && !chosen[0].Current)
		forget.SetDisabled(len(chosen) != 1 || chosen[0].Link.College == "")
	}
	list.OnOpen, list.Grid.OnSelectionChanged = open, choice
	connect := widgets.NewSecondary("Подключиться к другому…", func() {
		box.Close()
		e.connect("", back)
	})
	box = dialog.Show(e.deps.Window, dialog.Modal{
		Title: "Другой колледж", Hint: "Колледжи, которые знает этот компьютер.", Content: list.Grid, Size: fyne.NewSize(680, 420), Focus: list.Grid,
		Primary: "Открыть", Cancel: "Отмена", Forgets: true, Footer: widgets.InRow(connect, forget), OnPrimary: func() bool {
			open(list.Selected()[0])
			return false
		},
	})
	choice()
}

// knownName is what a college is called in the list of those that this computer knows.
func knownName(c model.KnownCollege) string {
	name := c.Name
	switch {
	case c.Link.College == "":
		name = "Колледж на этом компьютере"
	case name == "":
		name = "Без названия"
	}
	if c.Current {
		name += " · открыт сейчас"
	}
	return name
}

// forgetCollege asks once before this computer forgets a college.
func (e *Entry) forgetCollege(list *dialog.Handle, c model.KnownCollege) {
	dialog.ConfirmDanger(e.deps.Window, "Забыть колледж?", "Этот компьютер забудет, как подключаться к колледжу "+quoted(c.Name)+
		", кто в нём работал и что сохранено на случай, если связи нет. Сам колледж не изменится. Чтобы вернуться, понадобится ссылка подключения или листок.",
		"Забыть колледж", func() {
			e.reopen(list, "Колледж не забыт", func(ctx context.Context) error { return e.deps.Connect.ForgetCollege(ctx, c.Link.College) })
		})
}

// reopen does something that may change which college the window shows, and opens the window again.
func (e *Entry) reopen(list *dialog.Handle, failed string, do func(context.Context) error) {
	list.Busy(true)
	background.Perform(e.deps.Exec, func() error { return do(e.deps.Exec.Context()) }, func(err error) {
		list.Busy(false)
		if err != nil {
			dialog.ShowError(e.deps.Window, failed, err.Error())
			return
		}
		list.Close()
		e.deps.Reopen()
	})
}
