package dialog

import (
	"fyne.io/fyne/v2"

	"zvonok/views/widgets"
)

// ConfirmDanger asks once before something is destroyed. text names what is lost, action says what is done:
// «Удалить 2 чата». do is called if the answer is yes.
func ConfirmDanger(win fyne.Window, title, text, action string, do func()) {
	h := Show(win, Modal{
		Title: title, Content: widgets.Paragraph(text, modalWidth-2*modalPad),
		Primary: action, Cancel: "Отмена", Danger: true,
	})
	h.layer.accepted = do // runs when the dialog is gone, for it may open the next one
}

// Confirm asks once before something is done that cannot be taken back and yet destroys nothing. do is called if the
// answer is yes.
func Confirm(win fyne.Window, title, text, action string, do func()) {
	h := Show(win, Modal{Title: title, Content: widgets.Paragraph(text, modalWidth-2*modalPad), Primary: action, Cancel: "Отмена"})
	h.layer.accepted = do
}

// Unsaved asks what to do with unsaved changes before they are left: «Сохранить» calls save, «Не сохранять» calls
// discard, «Отмена» and Esc stay.
func Unsaved(win fyne.Window, save, discard func()) {
	Either(win, Modal{Title: "Сохранить изменения?", Primary: "Сохранить"},
		"Есть несохранённые изменения. Если их не сохранить, они пропадут.", save, "Не сохранять", discard)
}

// Either asks which of two things is to be done, or neither: the main button of m does the first, «Отмена» and Esc stay.
func Either(win fyne.Window, m Modal, text string, do func(), other string, instead func()) {
	var h *Handle
	m.Content, m.Cancel = widgets.Paragraph(text, modalWidth-2*modalPad), "Отмена"
	m.Footer = widgets.NewSecondary(other, func() {
		h.Close()
		instead()
	})
	h = Show(win, m)
	h.layer.accepted = do
}

// dropping asks before a dialog is closed with what was entered in it.
func dropping(win fyne.Window, leave func()) *Handle {
	h := Show(win, Modal{
		Title: "Закрыть без сохранения?", Content: widgets.Paragraph("Введённое не сохранено и пропадёт.", modalWidth-2*modalPad),
		Primary: "Закрыть без сохранения", Cancel: "Вернуться", Danger: true,
	})
	h.layer.accepted = leave
	return h
}

// ShowError says what went wrong and what to do about it, in the words of the one who reads it.
func ShowError(win fyne.Window, title, text string) {
	Show(win, Modal{Title: title, Content: widgets.Paragraph(text, modalWidth-2*modalPad), Primary: "Понятно"})
}
