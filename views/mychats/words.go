package mychats

import (
	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

const (
	unlinkLabel = "Отменить привязку учебного профиля VK ID"
	notCreated  = "Чата ещё нет в VK: ссылка появится после синхронизации."
	// onceWords is the note of 29.1.1 in our program's name.
	onceWords = "Связь учебного профиля с учётной записью «Звонка» делается однократно. В дальнейшем переход в Сферум " +
		"будет осуществляться без пароля, по нажатию кнопки «Перейти в VK Мессенджер»."
	beforeWords = "Чтобы видеть чаты и принимать участие в обсуждениях, войдите в учебный профиль Сферум или создайте его. " +
		"Нажмите «Привязать учебный профиль VK ID»: вход откроется в браузере, понадобится номер телефона или почта."
	ownerWords = "Вы работаете как владелец файла: у него нет учебного профиля и своих чатов. " +
		"Чтобы увидеть свои чаты, войдите под своей учётной записью."
)

// roleCell is the person's role in a chat.
func roleCell(c model.MyChat) table.Cell {
	text := c.Role
	if c.Admin {
		return table.Cell{Text: text, Tooltip: text + ", администратор чата"}
	}
	return table.Cell{Text: text}
}

// stateOf is the person's state in a chat in the messenger.
func stateOf(c model.MyChat, linked bool) table.Cell {
	cell := func(text string, tone widgets.Tone, tip string) table.Cell {
		return table.Cell{Text: text, Tone: tone, Pill: true, Tooltip: tip}
	}
	switch {
	case c.Presence == model.PresenceInChat:
		return cell("в чате", widgets.ToneGood, "")
	case !c.Created:
		return cell("не создан в VK", widgets.ToneNeutral, notCreated)
	case !linked:
		return cell("нет VK ID", widgets.ToneNeutral, "Привяжите учебный профиль VK ID, чтобы войти в чат.")
	case c.Presence == model.PresenceRefused:
		return cell("отказ", widgets.ToneRefused, "VK не добавил вас: "+orUnknown(c.Reason)+". Нажмите «Открыть», чтобы войти по ссылке.")
	case c.HasLink:
		return cell("ждёт входа", widgets.ToneWaiting, "Нажмите «Открыть», чтобы войти в чат по ссылке.")
	}
	return cell("ждёт синхронизации", widgets.ToneNeutral, "Войти можно будет после синхронизации с VK.")
}

// whyClosed says why a chat cannot be opened; it is empty when it can.
func whyClosed(c model.MyChat, linked bool) string {
	switch {
	case !c.Created:
		return "Чата ещё нет в VK: он появится после синхронизации."
	case !linked:
		return "Сначала привяжите учебный профиль VK ID."
	}
	return ""
}

// whyNoLink says why there is no invite link for a chat; empty when there is one.
func whyNoLink(r *chatRow) string {
	if r.closed == "" && !r.HasLink {
		return notCreated
	}
	return r.closed
}

func orUnknown(reason string) string {
	if reason == "" {
		return "причина не названа"
	}
	return reason
}

func openTip(c model.MyChat) string {
	if c.Presence != model.PresenceInChat && c.HasLink {
		return "Войти в чат по пригласительной ссылке в браузере"
	}
	return "Открыть чат в браузере"
}

// waitingToJoin are the chats that «Войти во все мои чаты» is about.
func waitingToJoin(chats []model.MyChat, linked bool) int {
	n := 0
	for _, c := range chats {
		if linked && c.MayJoin() {
			n++
		}
	}
	return n
}
