package dialog

import (
	"cmp"

	"fyne.io/fyne/v2"

	"zvonok/views/widgets"
)

// Ask asks once whether what the main button of m says is meant; do is called if the answer is yes, when the dialog is gone,
// for it may open the next one.
func Ask(win fyne.Window, m Modal, text string, do func()) *Handle {
	m.Content, m.Cancel = widgets.Paragraph(text, cmp.Or(m.Size.Width, modalWidth)-2*modalPad), cmp.Or(m.Cancel, "Отмена")
	h := Show(win, m)
	h.layer.accepted = do
	return h
}

// ConfirmDanger asks before something is destroyed. text names what is lost, action says what is done: «Удалить 2 чата».
func ConfirmDanger(win fyne.Window, title, text, action string, do func()) {
	Ask(win, Modal{Title: title, Primary: action, Danger: true}, text, do)
}

// Confirm asks before something is done that cannot be taken back and yet destroys nothing.
func Confirm(win fyne.Window, title, text, action string, do func()) {
	Ask(win, Modal{Title: title, Primary: action}, text, do)
}

// Unsaved asks what to do with unsaved changes before they are left: «Сохранить» calls save, «Не сохранять» calls
// discard, «Отмена» and Esc stay.
func Unsaved(win fyne.Window, save, discard func()) {
	Either(win, Modal{Title: "Сохранить изменения?", Primary: "Сохранить"},
		"Есть несохранённые изменения. Если их не сохранить, они пропадут.", save, "Не сохранять", discard)
}

// Either asks which of two things is to be done, or neither: the main button of m does the first.
func Either(win fyne.Window, m Modal, text string, do func(), other string, instead func()) {
	var h *Handle
	m.Footer = widgets.NewSecondary(other, func() {
		h.Close()
		instead()
	})
	h = Ask(win, m, text, do)
}

// dropping asks before a dialog is closed with what was entered in it.
func dropping(win fyne.Window, leave func()) *Handle {
	return Ask(win, Modal{Title: "Закрыть без сохранения?", Primary: "Закрыть без сохранения", Cancel: "Вернуться", Danger: true},
		"Введённое не сохранено и пропадёт.", leave)
}

// ShowError says what went wrong and what to do about it, in the words of the one who reads it.
func ShowError(win fyne.Window, title, text string) {
	Show(win, Modal{Title: title, Content: widgets.Paragraph(text, modalWidth-2*modalPad), Primary: "Понятно"})
}
