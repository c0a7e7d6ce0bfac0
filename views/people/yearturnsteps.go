package people

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dates"
	"zvonok/views/dialog"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// courseWords is a course in words: «3 курс».
func courseWords(year int) string {
	if year == 0 {
		return "не указан"
	}
	return strconv.Itoa(year) + " курс"
}

// turnCell is what becomes of a group, in a pill.
func turnCell(g model.TurnedGroup) table.Cell {
	switch g.Turn {
	case model.TurnGoOn:
		return table.Cell{Text: "переходит на " + strconv.Itoa(g.Year+1) + "-й курс", Pill: true, Tone: widgets.ToneGood}
	case model.TurnGraduate:
		return table.Cell{Text: "выпускается", Pill: true, Tone: widgets.ToneWaiting}
	}
	return table.Cell{Text: "остаётся как есть", Pill: true, Tone: widgets.ToneNeutral}
}

func turnColumns() []*table.Column[model.TurnedGroup] {
	return []*table.Column[model.TurnedGroup]{
		table.Text("name", "Группа", 160, 1, turnedName),
		table.Ranked("year", "Сейчас", 110, func(g model.TurnedGroup) table.Cell { return table.Muted(courseWords(g.Year)) },
			func(g model.TurnedGroup) int { return g.Year }),
		table.Ranked("turn", "В новом году", 210, turnCell, func(g model.TurnedGroup) int { return int(g.Turn) }),
		table.Text("specialty", "Специальность", 220, 2, func(g model.TurnedGroup) string { return g.Specialty }).Muted(),
		table.Number("students", "Студентов", 110, func(g model.TurnedGroup) int { return len(g.Students) }),
	}
}

func turnedName(g model.TurnedGroup) string { return g.Name }

func turnTable(groups []model.TurnedGroup) *table.Table[model.TurnedGroup, model.GroupID] {
	list := table.New(turnColumns(), func(g model.TurnedGroup) model.GroupID { return g.ID })
	list.TypeAhead = turnedName
	list.Grid.Empty = table.Empty{Title: "Учебных групп пока нет", Hint: "Сначала загрузите списки."}
	list.SetRows(groups)
	return list
}

// showGroups is the first step.
func (s *yearTurn) showGroups() {
	s.groups = turnTable(s.plan.Groups)
	s.groups.Grid.SortBy("year", true)
	s.next = widgets.NewPrimary("Далее", func() { s.askLate(func() { s.open(s.besideOrder(turnFiles)) }) })
	var choose []*widgets.Button
	var items []widgets.MenuItem
	for _, c := range []struct {
		label string
		turn  model.GroupTurn
	}{{"Переходят на следующий курс", model.TurnGoOn}, {"Выпускаются", model.TurnGraduate}, {"Остаются как есть", model.TurnStay}} {
		do := func() { s.decide(c.turn) }
		choose = append(choose, widgets.NewSecondary(c.label, do))
		items = append(items, widgets.MenuItem{Label: c.label, Do: do})
	}
	s.groups.Grid.Context = func() []widgets.MenuItem { return items }
	changed := func() {
		for _, b := range choose {
			b.SetDisabled(len(s.groups.Selected()) == 0)
		}
	}
	s.groups.Grid.OnSelectionChanged = changed
	changed()
	s.choosing = widgets.FilterBar(widgets.Caption("Отмеченные группы:"), choose[0], choose[1], choose[2])
	s.arrangeGroups()
	s.deps.Focus(s.next)
}

// askLate asks, once, whether the turn is meant in a school year that is under way, and goes on.
func (s *yearTurn) askLate(onward func()) {
	if s.late || !model.SchoolYearUnderWay(s.plan.Today) {
		onward()
		return
	}
	year := model.SchoolYearWords(s.plan.Year)
	dialog.Ask(s.deps.Frame.Window(), dialog.Modal{Title: "Учебный год " + year + " уже идёт", Primary: "На прошлогодних, перейти", Final: true},
		"Переход делают летом или в первые дни сентября. На каких курсах группы сейчас? Если уже на курсах "+year+
			" учебного года, переход сдвинет их ещё на один: он не нужен.", func() {
			s.late = true
			onward()
		})
}

// arrangeGroups puts the first step around its table.
func (s *yearTurn) arrangeGroups() {
	more := widgets.Column(s.choosing)
	if problems := s.problems(true); problems != nil {
		more.Add(problems)
	}
	n, students := s.plan.Counts(), 0
	for _, g := range s.graduating() {
		students += len(g.Students)
	}
	counts := "Переходят: " + strconv.Itoa(n.GoOn) + " · выпускаются: " + strconv.Itoa(n.Graduate) + " (" +
		model.StudentWords(students) + ") · остаются: " + strconv.Itoa(n.Stay)
	s.next.SetDisabled(s.plan.GroupsStop() != "")
	s.page("Шаг 1 из 4. Проверьте, какие группы переходят на следующий курс, а какие выпускаются. Пока ничего не меняется.",
		[]*widgets.Button{s.next}, more, s.groups.Grid, widgets.Footer(widgets.Caption(counts)))
}

// decide says what becomes of the groups that are checked, and plans again.
func (s *yearTurn) decide(becomes model.GroupTurn) {
	for _, g := range s.groups.Selected() {
		s.turns[g.ID] = becomes
	}
	s.next.SetDisabled(true)
	s.ask(turnGroups, func(plan model.YearTurnPlan) {
		s.take(plan)
		s.groups.SetRows(s.plan.Groups)
		s.groups.Grid.ClearSelection()
		s.arrangeGroups()
	})
}

// turnForm is what the second step asks for.
type turnForm struct {
	number          *widgets.Entry
	date, effective *dates.Field
	chats           *table.Select[model.GraduatesChats]
	hint            *widgets.Label
	today           time.Time
}

const turnFormWidth float32 = 560

var chatFates = []struct {
	fate        model.GraduatesChats
	label, hint string
}{
	{model.KeepChats, "Оставить вместе с участниками",
		"К наименованию добавится «(выпуск …)», все останутся в чате. Списки этих чатов больше не меняются сами."},
	{model.EmptyChats, "Оставить, но удалить участников",
		"К наименованию добавится «(выпуск …)». В чате останутся его администраторы и те, кто добавлен вручную. Вернуть остальных VK не даёт: они смогут войти только сами, по ссылке."},
	{model.DeleteChats, "Удалить из VK",
		"Все участники будут удалены, ссылка перестанет работать. Переписка в удалённых чатах не восстанавливается."},
}

func newTurnForm(today time.Time) *turnForm {
	f := &turnForm{number: widgets.NewEntry("15-к"), date: dates.NewField(today), effective: dates.NewField(today),
		hint: widgets.Paragraph("", turnFormWidth), today: today}
	f.date.SetDate(today)
	f.effective.SetDate(today)
	f.hint.SetTone(widgets.ToneMuted)
	options := make([]table.Option[model.GraduatesChats], len(chatFates))
	for i, c := range chatFates {
		options[i] = table.Option[model.GraduatesChats]{Key: c.fate, Label: c.label}
	}
	f.chats = table.NewSelect(options, func(model.GraduatesChats) { f.explain() })
	f.chats.SetSelected(model.KeepChats)
	f.explain()
	return f
}

func (f *turnForm) explain() {
	fate, _ := f.chats.Selected()
	for _, c := range chatFates {
		if c.fate == fate {
			f.hint.SetText(c.hint)
		}
	}
}

// touched reports whether anything was entered.
func (f *turnForm) touched() bool {
	fate, _ := f.chats.Selected()
	return f.number.Text != "" || fate != model.KeepChats
}

// into puts what was entered into the choices; days that cannot be read yet are left out.
func (f *turnForm) into(c *model.YearTurnChoices) {
	c.Number = f.number.Text
	c.Chats, _ = f.chats.Selected()
	if day, err := f.date.Date(); err == nil {
		c.Date = day
	}
	if day, err := f.effective.Date(); err == nil {
		c.Effective = day
	}
}

// wrong says which field cannot be read, empty when all can.
func (f *turnForm) wrong() string {
	for _, day := range []*dates.Field{f.date, f.effective} {
		if _, err := day.Date(); err != nil || day.Text == "" {
			day.SetError(dates.ErrDate.Error())
			return widgets.Sentence(dates.ErrDate.Error())
		}
		day.SetError("")
	}
	return ""
}

// showChats is the second step.
func (s *yearTurn) showChats() {
	groups, students := s.graduating(), 0
	for _, g := range groups {
		students += len(g.Students)
	}
	names := strings.Join(model.Each(groups, turnedName), ", ")
	problem := widgets.NewCopyable(widgets.Paragraph("", turnFormWidth).In(widgets.ToneRefused))
	problem.Hide()
	say := func(wrong string) {
		problem.SetText(wrong)
		problem.Show()
		s.Content().Refresh()
	}
	onward := func() {
		if wrong := s.form.wrong(); wrong != "" {
			say(wrong)
			return
		}
		s.next.SetDisabled(true)
		s.ask(turnChats, func(plan model.YearTurnPlan) {
			s.take(plan)
			if wrong := plan.OrderStops(); wrong != "" {
				s.next.SetDisabled(false)
				say(wrong)
				s.deps.Focus(s.form.number)
				return
			}
			s.open(turnFiles)
		})
	}
	s.next = widgets.NewPrimary("Далее", onward)
	for _, entry := range []*widgets.Entry{s.form.number, &s.form.date.Entry, &s.form.effective.Entry} {
		entry.OnSubmitted = func(string) { onward() }
	}
	fields := []fyne.CanvasObject{
		widgets.Heading(model.PluralForm(students, "Выпускается ", "Выпускаются ", "Выпускаются ") + model.StudentWords(students)),
		widgets.Paragraph(names, turnFormWidth),
		widgets.Fields(nil, widgets.Field("Номер приказа", s.form.number), widgets.Field("Дата приказа", s.form.date),
			widgets.Field("День выпуска", s.form.effective)),
	}
	if students == 0 {
		fields = []fyne.CanvasObject{widgets.Heading("Выпускаются группы без студентов"), widgets.Paragraph(names, turnFormWidth),
			widgets.Field("День выпуска", s.form.effective)}
	}
	fields = append(fields, problem, widgets.Heading("Чаты выпускников"),
		widgets.Field("Что сделать с чатами групп, родителей и предметов", s.form.chats.Field), s.form.hint)
	s.page("Шаг 2 из 4. Приказ «Завершение обучения» и чаты выпускников. Пока ничего не меняется.",
		[]*widgets.Button{s.next, widgets.NewSecondary(previousStep, func() { s.open(turnGroups) })}, nil, widgets.Column(widgets.Card(fields...)), nil)
	if students > 0 {
		s.deps.Focus(s.form.number)
	}
}
