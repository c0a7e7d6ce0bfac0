package shell

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/views/dialog"
	"zvonok/views/sheet"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// keys are what the keys of the window do wherever the focus is; «Клавиши» shows them in this order.
func (s *Shell) keys() widgets.Keymap {
	top := func(c Command) func() {
		return func() {
			if t := s.Top(); t != nil {
				t.Do(c)
			}
		}
	}
	keys := widgets.Keymap{
		{Name: fyne.KeyF1, Over: true, Words: "Справка о том, что на экране", Do: s.help},
		{Name: fyne.KeySlash, Ctrl: true, Words: "Этот список", Do: s.showKeys},
		{Name: fyne.KeyEscape, Words: "Назад, закрыть окно или меню", Do: s.Back},
		{Name: fyne.KeyF5, Words: "Прочитать заново", Do: top(CommandRefresh)},
		{Name: fyne.KeyF, Ctrl: true, Words: "К поиску", Do: top(CommandFilter)},
		{Name: fyne.KeyN, Ctrl: true, Words: "Добавить", Do: top(CommandAdd)},
		{Name: fyne.KeyS, Ctrl: true, Words: "Сохранить", Do: top(CommandSave)},
	}
	for n := range len(s.all) {
		key := widgets.Key{Name: fyne.KeyName(strconv.Itoa(n + 1)), Ctrl: true, Do: func() { s.Go(n) }}
		if n < len(s.sections) {
			key.Words = "Раздел «" + s.sections[n].Title + "»"
		}
		keys = append(keys, key)
	}
	keys = append(keys,
		widgets.Key{Name: fyne.KeyTab, Ctrl: true, Words: "Следующий раздел", Do: func() { s.Turn(+1) }},
		widgets.Key{Name: fyne.KeyTab, Ctrl: true, Shift: true, Words: "Предыдущий раздел", Do: func() { s.Turn(-1) }},
		widgets.Key{Name: fyne.KeyQ, Ctrl: true, Words: "Закрыть программу", Do: s.Close})
	return append(keys, widgets.LookKeys(s.cfg.Window, s.cfg.Looks)...)
}

// showKeys is the dialog «Клавиши».
func (s *Shell) showKeys() {
	const keyWidth = 150
	lines := widgets.Lines()
	part := func(title string, keys widgets.Keymap) {
		lines.Add(widgets.Heading(title))
		for _, k := range keys {
			if k.Words != "" {
				lines.Add(widgets.Fields([]float32{keyWidth, -1}, widgets.Text(k.String()), widgets.Muted(k.Words).Shrink()))
			}
		}
	}
	part("Везде", s.keys())
	part("В списках", table.Keys)
	part("В журнале", sheet.Keys)
	dialog.Show(s.cfg.Window, dialog.Modal{Title: "Клавиши", Content: lines, Primary: "Закрыть", Size: fyne.NewSize(560, 0)})
}
