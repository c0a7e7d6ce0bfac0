package chats

import (
	"fmt"
	"strings"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// listState is the worst that can be said of a chat in the messenger; a higher rank is worse.
type listState struct {
	rank, count int
	pill        table.Cell
}

// stateOf puts a chat's state in the messenger into a pill: what needs a person's hand comes before what only takes
// time.
func stateOf(c model.ChatSummary) listState {
	tip := countsOf(c)
	state := func(rank, count int, tone widgets.Tone, text string) listState {
		return listState{rank, count, table.Cell{Text: text, Tone: tone, Pill: true, Tooltip: tip}}
	}
	switch {
	case c.Code != 0 && c.Refused == 0:
		return state(8, 1, widgets.ToneRefused, "отказ")
	case c.Refused > 0:
		return state(8, c.Refused, widgets.ToneRefused, fmt.Sprintf("отказ: %d", c.Refused))
	case c.Strangers > 0:
		return state(7, c.Strangers, widgets.ToneWaiting, fmt.Sprintf("не из списка: %d", c.Strangers))
	case c.Waiting > 0:
		return state(6, c.Waiting, widgets.ToneWaiting,
			fmt.Sprintf("%d %s входа", c.Waiting, model.PluralForm(c.Waiting, "ждёт", "ждут", "ждут")))
	case c.NoProfile > 0:
		return state(5, c.NoProfile, widgets.ToneNeutral, fmt.Sprintf("нет VK ID: %d", c.NoProfile))
	case c.Peer == 0:
		return state(4, 0, widgets.ToneNeutral, "не создан в VK")
	case c.Unsent > 0:
		return state(3, c.Unsent, widgets.ToneNeutral, fmt.Sprintf("не отправлено: %d", c.Unsent))
	case c.Members == 0:
		return state(2, 0, widgets.ToneNeutral, "нет участников")
	}
	return state(1, 0, widgets.ToneGood, "все в чате")
}

// countsOf lists a chat's members by outcome for a tooltip.
func countsOf(c model.ChatSummary) string {
	var lines []string
	add := func(label string, n int) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d", label, n))
		}
	}
	if c.Peer == 0 {
		lines = append(lines, "Чат ещё не создан в VK")
	}
	if c.Code != 0 {
		lines = append(lines, fmt.Sprintf("VK отказал чату в целом (код %d)", c.Code))
	}
	add("В чате", c.InChat)
	add("Ждут входа по ссылке", c.Waiting)
	add("Нет VK ID", c.NoProfile)
	add("Отказ", c.Refused)
	add("Не отправлено", c.Unsent)
	add("В чате не из списка", c.Strangers)
	return strings.Join(lines, "\n")
}

// presenceOf is a member's state in the messenger, with the reason of a refusal in words.
func presenceOf(m model.MemberRow) table.Cell {
	cell := lists.PresenceCell(m.Presence)
	switch m.Presence {
	case model.PresenceWaiting:
		cell.Tooltip = "VK не даёт сообществу добавить этого человека: пусть откроет пригласительную ссылку."
	case model.PresenceNoProfile:
		cell.Tooltip = "Учебный профиль VK ID не привязан: войти в чат можно будет после привязки."
	case model.PresenceRefused:
		if m.Reason != "" {
			cell.Text += ": " + m.Reason
		}
		cell.Tooltip = cell.Text
	case model.PresenceUnknown:
		cell.Tooltip = "Будет отправлено при следующей синхронизации."
	}
	return cell
}

// originOf says why a member is in the list.
func originOf(t model.ChatType, o model.Origin) string {
	switch {
	case o == model.OriginManual:
		return "добавлен вручную"
	case t == model.ChatTeachers:
		return "по списку преподавателей"
	}
	return "по списку группы"
}

// addLabel is the label of the action and the title of the dialog that offer people to a chat of this type.
func addLabel(t model.ChatType) string {
	switch t.Adds() {
	case model.Parent:
		return "Добавить родителей"
	case model.Staff:
		return "Добавить сотрудников"
	}
	return "Добавить студентов"
}

// toDo says what comes and what goes: «добавить 318, удалить 7».
func toDo(plus, minus int) string {
	var parts []string
	if plus > 0 {
		parts = append(parts, fmt.Sprintf("добавить %d", plus))
	}
	if minus > 0 {
		parts = append(parts, fmt.Sprintf("удалить %d", minus))
	}
	return strings.Join(parts, ", ")
}

// quoted names chats in a sentence.
func quoted(name string) string { return "«" + name + "»" }

// lossWords are the question before an edit that takes so much from a chat that it may be a slip; action is what a yes
// does.
func lossWords(loss model.ChatLoss, names []string) (title, text, action string) {
	people := model.Plural(len(loss.Leave), "человека", "человек", "человек")
	action = "Сохранить"
	var lines []string
	if len(loss.Leave) > 0 {
		action = "Удалить " + people
		lines = append(lines, lists.ListOf(names))
	}
	switch {
	case loss.Empties:
		title = "Удалить из чата всех?"
		lines = append(lines, "В чате не останется никого. Снова войти можно будет только по пригласительной ссылке.")
	case loss.Headless:
		title = "Оставить чат без администратора?"
		if len(loss.Leave) == 0 {
			action = "Оставить без администратора"
		}
		lines = append(lines, "В чате не останется администратора. Назначить его потом смогут администратор ПОО и сотрудник с правом "+
			"«Управление чатами».")
	default:
		title = "Удалить из чата " + people + "?"
		lines = append(lines, "Снова войти можно будет только по пригласительной ссылке.")
	}
	return title, strings.Join(lines, "\n\n"), action
}
