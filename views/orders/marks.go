package orders

import (
	"slices"
	"strings"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// marks are those who were marked for an order. They stay marked while another group, kind or day is chosen: somebody that
// the order cannot be about then is left out, and comes back when it can.
type marks struct {
	people []model.OrderChoice
	shown  []model.OrderChoice // the list that they are marked in
}

func choiceID(c model.OrderChoice) model.PersonID { return c.Person }
func choiceName(c model.OrderChoice) string       { return c.Name.String() }

func isPerson(id model.PersonID) func(model.OrderChoice) bool {
	return func(c model.OrderChoice) bool { return c.Person == id }
}

// keys are the marked people, in ascending order.
func (m *marks) keys() []model.PersonID {
	keys := model.Each(m.people, choiceID)
	slices.Sort(keys)
	return keys
}

// add marks somebody.
func (m *marks) add(c model.OrderChoice) {
	if !slices.ContainsFunc(m.people, isPerson(c.Person)) {
		m.people = append(m.people, c)
	}
}

// take takes over what is checked of those who are shown.
func (m *marks) take(checked []model.PersonID) {
	for _, c := range m.shown {
		if slices.Contains(checked, c.Person) {
			m.add(c)
		} else {
			m.people = slices.DeleteFunc(m.people, isPerson(c.Person))
		}
	}
}

// left are the marked ones who are not in the list: the order cannot be about them.
func (m *marks) left() []model.OrderChoice {
	return slices.DeleteFunc(slices.Clone(m.people), func(c model.OrderChoice) bool {
		return slices.ContainsFunc(m.shown, isPerson(c.Person))
	})
}

// elsewhere counts the marked ones of other groups than the list's.
func (m *marks) elsewhere() (n int) {
	for _, c := range m.shown {
		if c.Elsewhere && slices.ContainsFunc(m.people, isPerson(c.Person)) {
			n++
		}
	}
	return n
}

// load reads who may be named in the order. While a day is being typed, or when the reading fails, what is shown stays.
func (f *orderForm) load() {
	if f.form == nil {
		return
	}
	f.losses.Changed()
	f.turn++
	turn := f.turn
	kind := f.kindNow()
	group, chosen := f.from.Selected()
	day, err := f.day()
	switch {
	case kind == model.OrderDisband:
		f.sayMarks("")
		return
	case err != nil || day.IsZero():
		hint := "Здесь появятся те, кто будет в группе в день вступления приказа в силу."
		if group == 0 {
			hint = "Здесь появятся те, кто в день вступления приказа в силу не учится в группах."
		}
		f.people.SetEmpty(table.Empty{Title: "Укажите дату", Hint: hint})
		return
	case !chosen:
		f.people.SetEmpty(table.Empty{Title: "Выберите группу", Hint: "Здесь появятся её студенты."})
	}
	asked := model.OrderChoiceFilter{Kind: kind, Group: group, Day: day, Marked: f.marks.keys(), MarkedOnly: !chosen}
	background.Fetch(f.deps.Exec, func() ([]model.OrderChoice, error) { return f.deps.Service.OrderChoices(f.deps.Exec.Context(), asked) }, func(people []model.OrderChoice, err error) {
		switch {
		case turn != f.turn:
		case err != nil:
			f.people.SetEmpty(table.Empty{Title: "Список не прочитан", Hint: widgets.Sentence(err.Error()), Failed: true})
			f.sayMarks("Список не прочитан. " + widgets.Sentence(err.Error()))
		default:
			if chosen {
				hint := "На день вступления приказа в силу в группе нет студентов."
				if group == 0 {
					hint = "На день вступления приказа в силу все студенты учатся в группах."
				}
				f.people.SetEmpty(table.Empty{Title: "Никого нет", Hint: hint})
			}
			f.form.Fill(func() { f.list(f.withNamed(people)) })
		}
	})
}

// list shows people to be marked, with those marked who were.
func (f *orderForm) list(people []model.OrderChoice) {
	f.marks.shown = people
	f.people.SetRows(people)
	f.people.SetChecked(slices.DeleteFunc(f.marks.keys(), func(id model.PersonID) bool {
		return !slices.ContainsFunc(people, isPerson(id))
	})...)
	f.sayMarks("")
}

// sayMarks says which marked people the list does not show; a failure is shown instead of that.
func (f *orderForm) sayMarks(failure string) {
	var said []string
	if failure != "" {
		said = append(said, widgets.Sentence(failure))
	}
	if f.kindNow() != model.OrderDisband {
		if _, chosen := f.from.Selected(); chosen && f.marks.elsewhere() > 0 {
			said = append(said, "Отмечены и из других групп: "+model.PeopleWords(f.marks.elsewhere())+", они в конце списка.")
		}
		if left := f.marks.left(); len(left) > 0 {
			names := model.Each(left, choiceName)
			const most = 2
			if n := len(names); n > most {
				names = append(names[:most], "ещё "+model.PeopleWords(n-most))
			}
			said = append(said, "Не войдут в приказ на этот день: "+strings.Join(names, ", ")+".")
		}
	}
	text := strings.Join(said, " ")
	if text == f.aboutMarks.Text() && f.aboutMarks.Hidden == (text == "") {
		return
	}
	f.aboutMarks.SetText(text)
	f.form.Say("") // there is room for one of the two, and the earlier one is outdated
	f.aboutMarks.Hidden = text == ""
	f.form.LayOut()
}

// freshNames are the names of those who are new, as they were typed.
func (f *orderForm) freshNames() (names []string) {
	for _, name := range strings.FieldsFunc(f.fresh.Text, func(r rune) bool { return r == ',' || r == ';' }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// dropFresh takes a name out of those who are new, once.
func (f *orderForm) dropFresh(name model.Name) {
	names := f.freshNames()
	if i := slices.IndexFunc(names, func(n string) bool { return model.Fold(model.ParseName(n).String()) == model.Fold(name.String()) }); i >= 0 {
		f.fresh.SetText(strings.Join(slices.Delete(names, i, i+1), ", "))
	}
}

// askNamesake asks whether somebody new is known to the college already, or is named in the order twice.
func (f *orderForm) askNamesake(n *model.OrderNamesake) {
	win, text := f.deps.Frame.Window(), widgets.Sentence(n.Error())
	ask := dialog.Modal{Title: "Такой студент уже есть", Cancel: "Вернуться", Size: orderAskSize, Primary: "Это другой человек"}
	another := func() {
		f.others[model.Fold(n.Name.String())] = true
		f.form.Send()
	}
	switch known := n.Known; {
	case len(known) == 0:
		ask.Title, ask.Primary = "Имя указано дважды", "Это разные люди"
		dialog.Either(win, ask, text, another, "Оставить одного", func() { f.dropFresh(n.Name) })
	case len(known) > 1:
		dialog.Ask(win, ask, text+" Если это один из них, уберите имя из новых и отметьте студента в списке.", another)
	case known[0].Studies:
		dialog.Ask(win, ask, text+" Если это он, оформите перевод: зачислить его ещё раз нельзя.", another)
	default:
		ask.Primary = "Да, это он"
		dialog.Either(win, ask, text+" Это он?", func() {
			f.dropFresh(n.Name)
			f.marks.add(known[0])
			f.load()
		}, "Другой человек", another)
	}
}
