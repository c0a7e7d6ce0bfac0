package orders

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
)

// readLosses says below the people what the order does to chats, once enough of it is filled in to know.
func (f *orderForm) readLosses() {
	edit, wrong := f.edit()
	f.lossTurn++
	turn := f.lossTurn
	order := model.OrderID(0)
	if f.seen != nil {
		order = f.seen.ID
	}
	if wrong != nil || edit.Date.IsZero() {
		f.sayLosses(model.Losses{})
		return
	}
	background.Fetch(f.deps.Exec, func() (model.Losses, error) { return f.deps.Service.OrderLosses(f.deps.Exec.Context(), order, edit) }, func(lost model.Losses, err error) {
		switch {
		case turn != f.lossTurn:
		case err != nil: // said when it is saved; a form that is half filled in is not wrong yet
			f.sayLosses(model.Losses{})
		default:
			f.sayLosses(lost)
		}
	})
}

func (f *orderForm) sayLosses(lost model.Losses) {
	text := lossWords(lost)
	if text == f.aboutLosses.Text() {
		return
	}
	f.aboutLosses.SetText(text)
	f.aboutLosses.Hidden = text == ""
	f.form.LayOut()
}

// lossWords say what a change does to chats: «Уйдёт из 7 чатов, вернётся только по ссылке.»
func lossWords(l model.Losses) string {
	var said []string
	from, into := model.Plural(l.Chats, "чата", "чатов", "чатов"), model.Plural(l.ComeTo, "новый чат", "новых чата", "новых чатов")
	switch leave := removed(l); {
	case len(leave) == 1 && !leave[0].Parent:
		said = append(said, "Уйдёт из "+from+", вернётся только по ссылке.")
	case len(leave) > 0:
		said = append(said, "Из "+from+model.PluralForm(len(leave), " уйдёт ", " уйдут ", " уйдут ")+moverWords(leave)+
			lists.OfOne(len(leave), ", вернётся", ", вернутся")+" только по ссылке.")
	}
	switch n := len(l.Comers); {
	case n == 1 && !l.Comers[0].Parent:
		said = append(said, "Войдёт в "+into+" только по ссылке.")
	case n > 0:
		said = append(said, "В "+into+model.PluralForm(n, " войдёт ", " войдут ", " войдут ")+moverWords(l.Comers)+", только по ссылке.")
	}
	return strings.Join(said, " ")
}

// removed are the leavers who are removed from chats.
func removed(l model.Losses) []model.Mover {
	return slices.DeleteFunc(slices.Clone(l.Leavers), func(m model.Mover) bool { return m.Chats == 0 })
}

// moverWords count people, and the parents among them: «18 человек, в том числе 8 родителей».
func moverWords(movers []model.Mover) string {
	parents := 0
	for _, m := range movers {
		if m.Parent {
			parents++
		}
	}
	switch parents {
	case 0:
		return model.PeopleWords(len(movers))
	case len(movers):
		return model.ParentWords(parents)
	}
	return model.PeopleWords(len(movers)) + ", в том числе " + model.ParentWords(parents)
}

// askLosing asks about a change that empties a group, takes many out of one or leaves a chat without an administrator, and
// makes it if the answer is yes.
func (f *orderForm) askLosing(lost model.Losses) {
	dialog.Ask(f.deps.Frame.Window(), dialog.Modal{Title: "Проверьте, кто уйдёт", Primary: "Да, записать", Cancel: "Вернуться", Danger: true, Size: orderAskSize},
		askLossWords(lost), func() {
			f.losing = true
			f.form.Send()
		})
}

func askLossWords(lost model.Losses) string {
	said := model.Each(lost.Emptied, func(g string) string { return "В группе " + g + " никого не останется." })
	for _, g := range lost.Crowds {
		said = append(said, "Из группы "+g+" уйдут сразу многие.")
	}
	for _, title := range lost.Orphaned {
		said = append(said, "Чат «"+title+"» останется без администратора.")
	}
	if words := lossWords(lost); words != "" {
		said = append(said, words)
	}
	text := strings.Join(said, "\n")
	if n := len(lost.Leavers); n > 0 {
		text += "\n\n"
		if n != lost.Removed() { // some are in no chat
			text += model.PluralForm(n, "Всего уйдёт ", "Всего уйдут ", "Всего уйдут ") + moverWords(lost.Leavers) + ":\n"
		}
		text += lists.ListOf(moverNames(lost.Leavers))
	}
	return text
}

// moverNames are the names of people in their order, those of parents last.
func moverNames(movers []model.Mover) []string {
	movers = slices.Clone(movers)
	model.Sort(movers, table.InOrder(func(m model.Mover) string { return m.Name.String() }))
	students := slices.DeleteFunc(slices.Clone(movers), func(m model.Mover) bool { return m.Parent })
	parents := slices.DeleteFunc(movers, func(m model.Mover) bool { return !m.Parent })
	return model.Each(slices.Concat(students, parents), func(m model.Mover) string {
		if m.Parent {
			return m.Name.String() + ", родитель"
		}
		return m.Name.String()
	})
}

// cancelLossWords say what cancelling an order does to chats.
func cancelLossWords(lost model.Losses) string {
	var said []string
	if n := len(lost.Comers); n > 0 {
		said = append(said, "В чаты никто не вернётся сам. По ссылке "+model.PluralForm(n, "должен", "должны", "должны")+" войти "+moverWords(lost.Comers)+":",
			lists.ListOf(moverNames(lost.Comers)))
	}
	if leave := removed(lost); len(leave) > 0 {
		said = append(said, "Из "+model.Plural(lost.Chats, "чата", "чатов", "чатов")+model.PluralForm(len(leave), " уйдёт ", " уйдут ", " уйдут ")+
			moverWords(leave)+":", lists.ListOf(moverNames(leave)))
	}
	return strings.Join(said, "\n")
}

// cancelledWords are said once an order is cancelled.
func cancelledWords(lost model.Losses) string {
	words := "Приказ отменён."
	if leave := removed(lost); len(leave) > 0 {
		words += " Из чатов " + model.PluralForm(len(leave), "уйдёт ", "уйдут ", "уйдут ") + moverWords(leave) + "."
	}
	if n := len(lost.Comers); n > 0 {
		words += " По ссылке " + model.PluralForm(n, "должен", "должны", "должны") + " войти " + moverWords(lost.Comers) + "."
	}
	return words
}
