package shell

import (
	"strconv"

	"fyne.io/fyne/v2"

	"zvonok/views/dialog"
	"zvonok/views/keys"
	"zvonok/views/sheet"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// keys are what the keys of the window do wherever the focus is; «Клавиши» shows them in this order.
func (s *Shell) keys() keys.Map {
	all := keys.Map{
		{Name: fyne.KeyF1, Over: true, Words: "Справка о том, что на экране", Do: s.help},
		{Name: fyne.KeySlash, Ctrl: true, Words: "Этот список", Do: s.showKeys},
		{Name: fyne.KeyEscape, Words: "Назад, закрыть окно или меню", Do: s.Back},
		s.findKey(), s.undoKey(),
	}
	all = append(all, ScreenKeys(s.Top)...)
	for n := range len(s.all) {
		key := keys.Key{Name: fyne.KeyName(strconv.Itoa(n + 1)), Ctrl: true, Do: func() { s.Go(n) }}
		if n < len(s.sections) {
			key.Words = "Раздел «" + s.sections[n].Title + "»"
		}
		all = append(all, key)
	}
	all = append(all,
		keys.Key{Name: fyne.KeyTab, Ctrl: true, Words: "Следующий раздел", Do: func() { s.Turn(+1) }},
		keys.Key{Name: fyne.KeyTab, Ctrl: true, Shift: true, Words: "Предыдущий раздел", Do: func() { s.Turn(-1) }},
		keys.Key{Name: fyne.KeyQ, Ctrl: true, Words: "Закрыть программу", Do: s.Close})
	return append(all, keys.OfLooks(s.cfg.Window, s.cfg.Looks)...)
}

// ScreenKeys give a screen its commands; top is the screen that is shown, or nil.
func ScreenKeys(top func() Screen) keys.Map {
	do := func(c Command) func() {
		return func() {
			if t := top(); t != nil {
				t.Do(c)
			}
		}
	}
	return keys.Map{
		{Name: fyne.KeyF5, Words: "Прочитать заново", Do: do(CommandRefresh)},
		{Name: fyne.KeyF, Ctrl: true, Words: "К поиску", Do: do(CommandFilter)},
		{Name: fyne.KeyN, Ctrl: true, Words: "Добавить", Do: do(CommandAdd)},
		{Name: fyne.KeyS, Ctrl: true, Words: "Сохранить", Do: do(CommandSave)},
	}
}

// finding is what opens the search over the college, nil for people who may not search.
func (s *Shell) finding() (open func()) {
	if s.cfg.Find == nil {
		return nil
	}
	return s.cfg.Find()
}

// findKey opens the search if the person may search. It asks when it is pressed, because the keys are bound before
// somebody is signed in.
func (s *Shell) findKey() keys.Key {
	key := keys.Key{Name: fyne.KeyK, Ctrl: true, Do: func() {
		if open := s.finding(); open != nil {
			open()
		}
	}}
	if s.finding() != nil {
		key.Words = findWords
	}
	return key
}

// undoKey takes the screen's latest step back, or else the person's latest change, if they may do so.
func (s *Shell) undoKey() keys.Key {
	key := keys.Key{Name: fyne.KeyZ, Ctrl: true, Do: func() {
		if own, ok := s.Top().(Undoer); !ok || !own.Undo() {
			s.Desk(nil).undoLast()
		}
	}}
	if s.Desk(nil).Undo != nil {
		key.Words = "Отменить своё последнее изменение"
	}
	return key
}

const findWords = "Найти человека, группу или чат"

// showKeys is the dialog «Клавиши».
func (s *Shell) showKeys() {
	const keyWidth = 150
	lines := widgets.Lines()
	part := func(title string, all keys.Map) {
		lines.Add(widgets.Heading(title))
		for _, k := range all {
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
