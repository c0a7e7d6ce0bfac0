package mychats

import (
	"fmt"
	"strings"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/widgets"
)

// crossOver is «Перейти в VK Мессенджер». The first time it tells what awaits in the browser (29.1.1).
func (m *myChats) crossOver() {
	if m.link.Crossed {
		m.enterMessenger()
		return
	}
	dialog.Show(m.deps.Frame.Window(), dialog.Modal{
		Title: "Вход в чаты",
		Content: widgets.Column(
			widgets.Flow("Чаты колледжа открываются в VK Мессенджере, в учебном профиле Сферум."),
			widgets.Flow("Введите в браузере данные своей учётной записи VK ID и нажмите «Продолжить»: "+
				"откроется VK Мессенджер со всеми доступными вам чатами. В следующий раз пароль не понадобится.")),
		Primary: "Войти в Сферум", Cancel: "Отмена",
		OnPrimary: func() bool {
			m.enterMessenger()
			return true
		},
	})
}

func (m *myChats) enterMessenger() {
	m.enter("messenger", m.service.EnterMessenger, func(err error) {
		if err != nil {
			m.deps.Fail("VK Мессенджер не открылся", err)
		}
	})
}

// unlinkText names what is lost.
func unlinkText(chats []model.MyChat) string {
	in := 0
	for _, c := range chats {
		if c.Presence == model.PresenceInChat {
			in++
		}
	}
	text := "Вы автоматически выйдете из всех чатов колледжа в VK Мессенджере"
	if in > 0 {
		text += fmt.Sprintf(": сейчас вы в %s", model.Plural(in, "чате", "чатах", "чатах"))
	}
	return text + ".\n\nСообщения останутся у других участников. Привязать профиль снова можно в любое время."
}

func (m *myChats) askUnlink() {
	dialog.ConfirmCancelling(m.deps.Frame.Window(), "Отменить привязку учебного профиля?", unlinkText(m.chats), "Отменить привязку", "Оставить привязку", m.unlink)
}

// unlink goes on when the screen is left: it was confirmed.
func (m *myChats) unlink() {
	m.unlinking = true
	m.showLink()
	background.Fetch(m.deps.Exec, func() ([]string, error) { return m.service.Unlink(m.deps.Exec.Context()) },
		func(notes []string, err error) {
			m.unlinking, m.problem = false, ""
			win := m.deps.Frame.Window()
			switch {
			case err != nil:
				dialog.ShowError(win, "Привязка не отменена", err.Error())
			case len(notes) > 0:
				dialog.ShowError(win, "Привязка отменена, но не всё получилось", strings.Join(notes, "\n\n"))
			default:
				m.deps.Tell("Привязка отменена. Из чатов вас исключит синхронизация.")
			}
			if m.Ctx.Err() == nil {
				m.showLink()
				m.load()
			}
		})
}
