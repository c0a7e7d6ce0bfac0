package chats

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/widgets"
)

// closedPage is shown instead of the list to those who are not of the staff.
func closedPage() fyne.CanvasObject {
	return container.NewCenter(container.NewVBox(
		container.NewCenter(widgets.Title("«Управление чатами» доступно сотрудникам ПОО")),
		container.NewCenter(widgets.Muted("Ваши чаты открываются в VK Мессенджере: их ведут куратор и преподаватели.")),
	))
}
