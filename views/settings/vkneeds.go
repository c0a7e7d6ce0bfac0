package settings

import (
	"strings"

	"fyne.io/fyne/v2"

	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// needsLabel is the link to what a college has to have of VK, and the title of the dialog that says so.
const needsLabel = "Что нужно от VK"

// need is one step on VK's side.
type need struct{ title, text string }

// needs are the steps, in their order; port is the port in the form, where the sign-in is answered.
func needs(port string) []need {
	if port = strings.TrimSpace(port); port == "" || port == "0" {
		port = "порт"
	}
	return []need{
		{"1. Сообщество колледжа", "Создайте его в VK или возьмите своё. В «Управлении» включите «Сообщения» и там же, в настройках для бота, " +
			"«Возможности ботов» и «Разрешать добавлять сообщество в чаты»."},
		{"2. Ключ сообщества", "В «Управлении» откройте «Работа с API», «Создать ключ», право «Сообщения сообщества». Вставьте его выше, в «Ключ сообщества»: " +
			"программа проверит его и скажет, чего не хватает."},
		{"3. Подтверждённый профиль VK Бизнес ID", "Его подтверждает представитель колледжа. С 1 марта 2026 г. VK блокирует приложения, " +
			"владелец которых не подтверждён, и вход VK ID перестаёт работать."},
		{"4. Приложение VK ID для входа", "Создайте в VK Бизнес ID приложение для сайта. Адрес возврата, буква в букву: http://127.0.0.1:" + port +
			"/callback. Номер приложения и порт впишите в «Вход VK ID». Если VK не принимает порт, люди вставят адрес из браузера сами."},
		{"5. Доступ к сообщениям — если нужен", "Запросите его для приложения там же; VK отвечает до трёх рабочих дней. Отметьте «VK разрешил приложению " +
			"доступ к сообщениям», когда он дан. Без него преподаватели создают звонки в VK и вставляют ссылку."},
	}
}

// showNeeds says step by step what the college needs of VK.
func showNeeds(win fyne.Window, port string) {
	steps := widgets.Column()
	for _, n := range needs(port) {
		steps.Add(widgets.Tight(widgets.Heading(n.title), widgets.Flow(n.text)))
	}
	dialog.Show(win, dialog.Modal{
		Title: needsLabel, Hint: "Один раз на весь колледж.",
		Content: steps, Primary: "Понятно", Size: fyne.NewSize(dialogWidth, 0),
	})
}
