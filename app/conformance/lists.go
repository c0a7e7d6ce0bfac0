package conformance

import (
	"io"
	"slices"

	"zvonok/app"
	"zvonok/model"
)

func (w *world) access() {
	nobody, a, t := w.at(""), w.at(admin), w.at(teacher)
	_, err := nobody.Found(nobody.Ctx, model.Founding{College: "Другой", TimeZone: "Europe/Moscow",
		Administrator: model.Name{LastName: "Чужая", FirstName: "Анна"}, Login: "other", Password: password})
	w.says("a second founding", err, "уже заведён")
	_, err = w.begin(admin, "не тот пароль")
	w.refused("a wrong password", err, model.ErrWrongPassword)
	_, err = t.CreateAccounts(t.Ctx, []model.PersonID{w.ids[student]})
	w.refused("a teacher gives accounts", err, app.ErrNoRight)
	w.do(a.WriteSlips(a.Ctx, io.Discard, w.slips))
	w.refused("a teacher prints slips", t.WriteSlips(t.Ctx, io.Discard, w.slips), app.ErrNoRight)

	slip := w.slips[slices.IndexFunc(w.slips, func(s model.Issued) bool { return s.Person == w.ids[student] })]
	w.do(a.DisableAccount(a.Ctx, slip.Person))
	_, err = w.begin(slip.Login, password)
	w.refused("a closed account", err, model.ErrAccountDisabled)
	s := w.at(student)
	_, err = s.MyChats(s.Ctx)
	w.refused("whose account was closed works on", err, app.ErrSignedOut)
	again := got[[]model.Issued](w)(a.ResetPasswords(a.Ctx, []model.PersonID{slip.Person}))
	if begun, err := w.begin(slip.Login, again[0].Password); err != nil || !begun.MustChange {
		w.Errorf("the account is opened again as %+v, %v", begun, err)
	}

	sessions := got[[]model.SessionRow](w)(t.Sessions(t.Ctx))
	if len(sessions) != 1 || !sessions[0].Own || sessions[0].Computer != "стол" {
		w.Errorf("a teacher sees the sessions %+v", sessions)
	}
	w.do(w.at(other).EndSession(w.at(other).Ctx, 0))
	_, err = w.at(other).MyChats(w.at(other).Ctx)
	w.refused("whose session was ended works on", err, app.ErrSignedOut)

	w.refused("a teacher grants rights", t.SetRights(t.Ctx, model.RightsEdit{People: []model.PersonID{w.ids[teacher]}, Grant: model.RoleAdmin}), app.ErrNoRight)
	w.do(a.SetRights(a.Ctx, model.RightsEdit{People: []model.PersonID{w.ids[teacher]}, Grant: model.RightManageChats}))
	if access := got[model.PeopleAccess](w)(t.PeopleAccess(t.Ctx)); !access.Everybody {
		w.Errorf("the right that was granted opens %+v", access)
	}
	w.refused("nobody would be an administrator",
		a.SetRights(a.Ctx, model.RightsEdit{People: []model.PersonID{w.ids["Админова"]}, Take: model.RoleAdmin, LoseOwn: true}), model.ErrLastAdmin)
}

// group is a group of the college as the administrator sees it.
func (w *world) group(name string) model.GroupRow {
	a := w.at(admin)
	groups := got[[]model.GroupRow](w)(a.Groups(a.Ctx))
	return groups[slices.IndexFunc(groups, func(g model.GroupRow) bool { return g.Name == name })]
}

// studying are the surnames of a group's students.
func (w *world) studying(group model.GroupID) (names []string) {
	a := w.at(admin)
	for _, s := range got[[]model.StudentRow](w)(a.Students(a.Ctx, model.PeopleFilter{Group: group})) {
		names = append(names, s.Name.LastName)
	}
	return names
}

func (w *world) people() {
	a, c, s := w.at(admin), w.at(curator), w.at(student)
	group := w.group("А-1")
	_, err := s.AddStudent(s.Ctx, group.ID, model.NewPerson{Name: model.ParseName("Новая Анна")})
	w.refused("a student adds a student", err, app.ErrNoRight)
	id := got[model.PersonID](w)(a.AddStudent(a.Ctx, group.ID, model.NewPerson{Name: model.ParseName("Новая Анна")}))
	if got := w.studying(group.ID); !slices.Equal(got, []string{student, other, "Новая"}) {
		w.Errorf("the group has %q", got)
	}
	_, _, err = s.Find(s.Ctx, "новая")
	w.refused("a student searches the college", err, app.ErrNoRight)
	found, more, err := c.Find(c.Ctx, "анна нов")
	w.do(err)
	if len(found) != 1 || more != 0 || found[0].Kind != model.FoundPerson || found[0].ID != int64(id) {
		w.Errorf("a curator searches and finds %+v, %d more", found, more)
	}
	seen := model.ParseName("Новая Анна")
	w.do(a.RenamePerson(a.Ctx, id, seen, model.ParseName("Ясная Анна")))
	w.stale("a name that is another one by now", a.RenamePerson(a.Ctx, id, seen, model.ParseName("Тёмная Анна")), "Админова")
	if card := got[model.PersonCard](w)(a.PersonCard(a.Ctx, id)); card.Name.LastName != "Ясная" {
		w.Errorf("she is called %v", card.Name)
	}
	if groups := got[[]model.GroupRow](w)(c.Groups(c.Ctx)); len(groups) != 1 || groups[0].ID != group.ID {
		w.Errorf("a curator sees %+v", groups)
	}
	_, err = c.StaffMembers(c.Ctx, model.PeopleFilter{})
	w.refused("a curator looks at the staff", err, app.ErrNoRight)
	w.refused("a curator lets students leave", c.LeaveStudents(c.Ctx, []model.PersonID{id}), app.ErrNoRight)
	w.do(a.LeaveStudents(a.Ctx, []model.PersonID{id}))
	if got := w.studying(group.ID); !slices.Equal(got, []string{student, other}) {
		w.Errorf("afterwards the group has %q", got)
	}
}

func (w *world) orders() {
	a, t := w.at(admin), w.at(teacher)
	group := w.group("А-1")
	today, err := a.OrderDay(a.Ctx)
	w.do(err)
	edit := model.OrderEdit{Number: "7-к", Date: today, Kind: model.OrderWithdraw, People: []model.PersonID{w.ids[student]}, Losing: true, Sure: true}
	_, err = t.SaveOrder(t.Ctx, edit)
	w.refused("a teacher writes an order", err, app.ErrNoRight)
	_, err = a.SaveOrder(a.Ctx, model.OrderEdit{Date: today, Kind: model.OrderWithdraw, People: edit.People})
	w.says("an order without a number", err, "")
	id := got[model.OrderID](w)(a.SaveOrder(a.Ctx, edit))
	if got := w.studying(group.ID); !slices.Equal(got, []string{other}) {
		w.Errorf("after the order the group has %q", got)
	}
	card := got[model.OrderCard](w)(a.Order(a.Ctx, id))
	edit.Note = "по собственному желанию"
	w.do(a.EditOrder(a.Ctx, card.Order, edit))
	edit.Note = "иначе"
	w.stale("an order that is another one by now", a.EditOrder(a.Ctx, card.Order, edit), "Админова")
	w.refused("a teacher cancels an order", t.CancelOrder(t.Ctx, id), app.ErrNoRight)
	w.do(a.CancelOrder(a.Ctx, id))
	w.says("an order is cancelled twice", a.CancelOrder(a.Ctx, id), "")
	if got := w.studying(group.ID); !slices.Equal(got, []string{student, other}) {
		w.Errorf("after the cancelling the group has %q", got)
	}
}

func (w *world) imports() {
	a, c := w.at(admin), w.at(curator)
	choices := model.ImportChoices{KeepGone: true}
	if again := got[model.ImportPreview](w)(a.PreviewImport(a.Ctx, lists, choices)); again.Fingerprint != "" {
		w.Errorf("loaded again, the lists change %+v", again.Sections)
	}
	more := slices.Clone(lists)
	more[1].Data = append(slices.Clone(more[1].Data), "14;Дмитриева Анна;Б-1\n"...)
	_, err := c.PreviewImport(c.Ctx, more, choices)
	w.refused("a curator looks at lists", err, app.ErrNoRight)
	preview := got[model.ImportPreview](w)(a.PreviewImport(a.Ctx, more, choices))
	w.refused("a curator loads lists", c.ApplyImport(c.Ctx, more, choices, preview.Fingerprint), app.ErrNoRight)
	w.refused("other changes than those that were shown", a.ApplyImport(a.Ctx, more, choices, "другие"), app.ErrOutdated)
	w.do(a.ApplyImport(a.Ctx, more, choices, preview.Fingerprint))
	if got := w.studying(w.group("Б-1").ID); !slices.Equal(got, []string{"Григорьева", "Дмитриева"}) {
		w.Errorf("the group has %q", got)
	}
}

// files loads plans and orders, and turns the year.
func (w *world) files() {
	a, c := w.at(admin), w.at(curator)
	plan := model.Files{{Name: "План.csv", Data: []byte("Группа;Предмет;№;Тема;Часов\nА-1;История;1;Введение;2\n")}}
	lessons := got[model.LessonsPreview](w)(a.PreviewLessons(a.Ctx, model.FilePlan, plan))
	w.refused("another plan than the one that was shown", a.ApplyLessons(a.Ctx, model.FilePlan, plan, "другой"), app.ErrOutdated)
	w.do(a.ApplyLessons(a.Ctx, model.FilePlan, plan, lessons.Fingerprint))
	w.refused("a plan twice", a.ApplyLessons(a.Ctx, model.FilePlan, plan, lessons.Fingerprint), app.ErrOutdated)

	written := model.Files{{Name: "Приказы.csv", Data: []byte("ДатаПриказа;НомерПриказа;Тип;ФИО;ГруппаДо;СпециальностьДо;ГруппаПосле;СпециальностьПосле;Причина;Основание\n" +
		"10.11.2026;1-к;Перевести;Борисова Анна;А-1;;Б-1;;по заявлению;заявление\n")}}
	orders := got[model.OrdersPreview](w)(a.PreviewOrders(a.Ctx, written))
	w.refused("a curator loads orders", c.ApplyOrders(c.Ctx, written, false, orders.Fingerprint), app.ErrNoRight)
	w.do(a.ApplyOrders(a.Ctx, written, false, orders.Fingerprint))
	w.refused("orders twice", a.ApplyOrders(a.Ctx, written, false, orders.Fingerprint), app.ErrOutdated)
	if got := w.studying(w.group("Б-1").ID); !slices.Equal(got, []string{other, "Григорьева"}) {
		w.Errorf("after the orders the group has %q", got)
	}

	turn := model.YearTurnChoices{Number: "7-в"}
	year := got[model.YearTurnPlan](w)(a.PreviewYearTurn(a.Ctx, turn))
	w.refused("a curator turns the year", c.ApplyYearTurn(c.Ctx, turn, year.Fingerprint), app.ErrNoRight)
	w.do(a.ApplyYearTurn(a.Ctx, turn, year.Fingerprint))
	w.refused("the year is turned twice", a.ApplyYearTurn(a.Ctx, turn, year.Fingerprint), app.ErrOutdated)
	if group := w.group("А-1"); group.Year != 2 {
		w.Errorf("after the turn the group is of the year %d", group.Year)
	}
}
