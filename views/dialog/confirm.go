package dialog

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/widgets"
)

// Ask asks whether to do what the main button of m says. On yes it calls do once the dialog is gone, since do may open the
// next one.
func Ask(win fyne.Window, m Modal, text string, do func()) *Handle {
	m.Content, m.Cancel = widgets.Flow(text), cmp.Or(m.Cancel, "Отмена")
	h := Show(win, m)
	h.layer.accepted = do
	return h
}

// ConfirmDanger asks before something is destroyed. text names what is lost, action says what is done: «Удалить 2 чата».
func ConfirmDanger(win fyne.Window, title, text, action string, do func()) {
	ConfirmCancelling(win, title, text, action, "", do)
}

// ConfirmCancelling is ConfirmDanger where «Отмена» could be read as the action itself, such as «Отменить приказ»: keep is
// the label of the other button, «Оставить приказ».
func ConfirmCancelling(win fyne.Window, title, text, action, keep string, do func()) {
	Ask(win, Modal{Title: title, Primary: action, Cancel: keep, Danger: true}, text, do)
}

// Confirm asks before something is done that cannot be taken back although it destroys nothing.
func Confirm(win fyne.Window, title, text, action string, do func()) {
	Ask(win, Modal{Title: title, Primary: action, Final: true}, text, do)
}

// Unsaved asks what to do with unsaved changes before they are left: «Сохранить» calls save, «Не сохранять» calls
// discard, «Отмена» and Esc stay.
func Unsaved(win fyne.Window, save, discard func()) {
	Either(win, Modal{Title: "Сохранить изменения?", Primary: "Сохранить"},
		"Есть несохранённые изменения. Если их не сохранить, они пропадут.", save, "Не сохранять", discard)
}

// Either asks which of two things to do, or neither: the main button of m does the first.
func Either(win fyne.Window, m Modal, text string, do func(), other string, instead func()) {
	var h *Handle
	m.Footer = widgets.NewSecondary(other, func() {
		h.Close()
		instead()
	})
	h = Ask(win, m, text, do)
}

// Settle shows what somebody else changed meanwhile: the main button saves over it with mine, the other one leaves it as it
// is with theirs, and «Отмена» goes back.
func Settle(win fyne.Window, c *model.Conflict, mine, theirs func()) {
	keep, save := "Оставить как есть", "Сохранить моё"
	if short := 12; c.Theirs+c.Yours != "" && len([]rune(c.Theirs)) < short && len([]rune(c.Yours)) < short {
		keep, save = "Оставить "+cmp.Or(c.Theirs, "пустой"), "Поставить "+c.Yours
		if c.Yours == "" {
			save = "Очистить"
		}
	}
	lines := []string{"Кто-то другой"}
	if c.Who != "" {
		lines[0] = c.Who + ", " + c.At.Format("15:04")
	}
	if c.What != "" {
		lines = append(lines, c.What)
	}
	if yours := cmp.Or(c.Yours, c.Mine); yours != "" {
		lines = append(lines, "", "У вас: "+yours)
	}
	Either(win, Modal{Title: "Уже изменено", Hint: "Пока вы изменяли " + c.Thing + ", здесь сохранено другое.", Primary: save, Sudden: true},
		widgets.Drawable(strings.Join(lines, "\n")), mine, keep, theirs)
}

// dropping asks before a dialog is closed with what was entered in it.
func dropping(win fyne.Window, leave func()) *Handle {
	return Ask(win, Modal{Title: "Закрыть без сохранения?", Primary: "Закрыть без сохранения", Cancel: "Вернуться", Danger: true},
		"Введённое не сохранено и пропадёт.", leave)
}

// ShowError says what went wrong and what to do about it, in the reader's words. The text can be copied.
func ShowError(win fyne.Window, title, text string) {
	Show(win, Modal{Title: title, Content: widgets.NewCopyable(widgets.Flow(widgets.Sentence(text))), Primary: "Понятно"})
}
