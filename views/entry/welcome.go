package entry

import (
	"fyne.io/fyne/v2"

	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// way is one of the ways into the program at its first start.
type way struct {
	title, text string
	open        func() // nil = not offered
}

// welcome is the first page of a program without a college.
func (e *Entry) welcome() {
	ways := []way{
		{"Завести колледж на этом компьютере", "Название, администратор и списки групп, студентов и сотрудников. Займёт около пяти минут.", e.found},
		{"Открыть демонстрационный колледж", "Готовый колледж и учебный VK на этом компьютере: можно пробовать всё, ничего не испортив.",
			e.demonstration()},
		{"Подключиться к колледжу", "Колледж уже ведут на другом компьютере.", e.wayToConnect()},
	}
	objects := []fyne.CanvasObject{}
	for _, w := range ways {
		if w.open == nil {
			continue
		}
		button := widgets.NewSecondary(w.title, w.open)
		if len(objects) == 0 {
			button = widgets.NewPrimary(w.title, w.open)
		}
		objects = append(objects, widgets.Lines(button, widgets.Flow(w.text).In(widgets.ToneMuted)))
	}
	e.show("Звонок", narrow("Добро пожаловать в «Звонок»", "Чаты колледжа в VK Мессенджере — всегда по спискам групп.", objects...))
}

// demonstration is the way to the demonstration, which leaves this window; nil where it is not offered.
func (e *Entry) demonstration() func() {
	if e.deps.Demonstration == nil {
		return nil
	}
	return func() {
		background.Perform(e.deps.Exec, e.deps.Demonstration, func(err error) {
			if err != nil {
				dialog.ShowError(e.deps.Window, "Открыть не получилось", err.Error())
				return
			}
			e.deps.Quit()
		})
	}
}

// wayToConnect is the way to a college of another computer: to those that this one remembers, if any.
func (e *Entry) wayToConnect() func() {
	switch {
	case e.deps.Connect == nil:
		return nil
	case len(e.deps.Connect.Colleges()) > 0:
		return func() { e.otherCollege(e.welcome) }
	}
	return func() { e.connect("", e.welcome) }
}
