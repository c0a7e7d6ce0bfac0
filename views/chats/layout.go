package chats

import (
	"fyne.io/fyne/v2"

	"zvonok/views/widgets"
)

// closedPage is shown instead of the list to those who are not of the staff.
func closedPage() fyne.CanvasObject {
	return widgets.Notice("«Управление чатами» доступно сотрудникам ПОО", "Ваши чаты открываются в VK Мессенджере: их ведут куратор и преподаватели.")
}
