package people

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
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
func turnCell(g model.TurnedGroup) widgets.Cell {
	switch g.Turn {
	case model.TurnGoOn:
		return widgets.Cell{Text: "переходит на " + courseWords(g.Year+1), Pill: true, Tone: widgets.ToneGood}
	case model.TurnGraduate:
		return widgets.Cell{Text: "выпускается", Pill: true, Tone: widgets.ToneWaiting}
	}
	return widgets.Cell{Text: "остаётся как есть", Pill: true, Tone: widgets.ToneNeutral}
}

func turnColumns() []widgets.Column[model.TurnedGroup] {
	return []widgets.Column[model.TurnedGroup]{
		{ID: "name", Title: "Группа", Width: 160, Grow: 1, Cell: func(g model.TurnedGroup) widgets.Cell { return widgets.Cell{Text: g.Name} },
			Compare: inOrder(func(g model.TurnedGroup) string { return g.Name })},
		{ID: "year", Title: "Сейчас", Width: 110, Cell: func(g model.TurnedGroup) widgets.Cell { return muted(courseWords(g.Year)) },
			Compare: func(a, b model.TurnedGroup) int { return a.Year - b.Year }},
		{ID: "turn", Title: "В новом году", Width: 210, Cell: turnCell,
			Compare: func(a, b model.TurnedGroup) int { return int(a.Turn) - int(b.Turn) }},
		{ID: "specialty", Title: "Специальность", Width: 220, Grow: 2, Cell: func(g model.TurnedGroup) widgets.Cell { return muted(orDash(g.Specialty)) }},
		{ID: "students", Title: "Студентов", Width: 110, Align: fyne.TextAlignTrailing,
			Cell:    func(g model.TurnedGroup) widgets.Cell { return widgets.Cell{Text: strconv.Itoa(len(g.Students))} },
			Compare: func(a, b model.TurnedGroup) int { return len(a.Students) - len(b.Students) }},
	}
}

func turnTable(groups []model.TurnedGroup) *widgets.Table[model.TurnedGroup, model.GroupID] {
	table := widgets.NewTable(turnColumns(), func(g model.TurnedGroup) model.GroupID { return g.ID })
	table.TypeAhead = func(g model.TurnedGroup) string { return g.Name }
	table.Empty = widgets.Empty{Title: "Учебных групп пока нет", Hint: "Сначала загрузите списки."}
	table.SetRows(groups)
	return table
}

// showGroups is the first step.
func (s *yearTurn) showGroups() {
	s.groups = turnTable(s.plan.Groups)
	s.groups.SortBy("year", true)
	s.next = widgets.NewPrimary("Далее", s.onward)
	var choose []*widgets.Button
	var items []widgets.MenuItem
	for _, c := range []struct {
		label string
		turn  model.GroupTurn
	}{{"Переходят на следующий курс", model.TurnGoOn}, {"Выпускаются", model.TurnGraduate}, {"Остаются как есть", model.TurnStay}} {
		do := func() { s.choose(c.turn) }
		choose = append(choose, widgets.NewSecondary(c.label, do))
		items = append(items, widgets.MenuItem{Label: c.label, Do: do})
	}
	s.groups.Context = func() []widgets.MenuItem { return items }
	changed := func() {
		for _, b := range choose {
			if len(s.groups.Selected()) == 0 {
				b.Disable()
			} else {
				b.Enable()
			}
		}
	}
	s.groups.OnSelectionChanged = changed
	changed()
	s.choosing = widgets.FilterBar(widgets.Caption("Отмеченные группы:"), choose[0], choose[1], choose[2])
	s.arrangeGroups()
	s.deps.Frame.Window().Canvas().Focus(s.next)
}

// arrangeGroups puts the first step around its table.
func (s *yearTurn) arrangeGroups() {
	more := column(s.choosing)
	if problems := s.problems(true); problems != nil {
		more.Add(problems)
	}
	n, students := s.plan.Counts(), 0
	for _, g := range s.graduating() {
		students += len(g.Students)
	}
	counts := "Переходят: " + strconv.Itoa(n.GoOn) + " · выпускаются: " + strconv.Itoa(n.Graduate) + " (" +
		model.Plural(students, "студент", "студента", "студентов") + ") · остаются: " + strconv.Itoa(n.Stay)
	if n.GoOn+n.Graduate == 0 {
		s.next.Disable()
	} else {
		s.next.Enable()
	}
	s.page("Шаг 1 из 3. Проверьте, какие группы переходят на следующий курс, а какие выпускаются. Пока ничего не меняется.",
		[]*widgets.Button{s.next}, more, s.groups, widgets.Footer(widgets.Caption(counts), nil))
}

// choose says what becomes of the groups that are checked, and plans anew.
func (s *yearTurn) choose(becomes model.GroupTurn) {
	for _, g := range s.groups.Selected() {
		s.turns[g.ID] = becomes
	}
	s.turn++
	turn, choices := s.turn, s.choices()
	s.next.Disable()
	widgets.Fetch(s.deps.Exec, func() (model.YearTurnPlan, error) {
		return s.deps.Service.PreviewYearTurn(context.Background(), choices)
	},
		func(plan model.YearTurnPlan, err error) {
			switch {
			case turn != s.turn:
			case err != nil:
				s.say("Списки не прочитаны", widgets.Sentence(err.Error()), widgets.NewSecondary("Повторить", func() { s.read(turnGroups) }))
			default:
				s.take(plan)
				s.groups.SetRows(s.plan.Groups)
				s.groups.ClearSelection()
				s.arrangeGroups()
			}
		})
}

// turnForm is what the second step asks for.
type turnForm struct {
	number          *widgets.Entry
	date, effective *widgets.DateField
	chats           *widgets.Select[model.GraduatesChats]
	hint            *widgets.Label
	today           time.Time
}

const turnFormWidth float32 = 560

var chatFates = []struct {
	fate        model.GraduatesChats
	label, hint string
}{
	{model.KeepChats, "Оставить вместе с участниками",
		"К названию добавится «(выпуск …)», все останутся в чате. Списки этих чатов больше не меняются сами."},
	{model.EmptyChats, "Оставить, но убрать участников",
		"К названию добавится «(выпуск …)». В чате останутся его администраторы и те, кто добавлен вручную. Вернуть остальных VK не даёт: они смогут войти только сами, по ссылке."},
	{model.DeleteChats, "Удалить из VK",
		"Все участники будут удалены, ссылка перестанет работать. Переписка в удалённых чатах не восстанавливается."},
}

func newTurnForm(today time.Time) *turnForm {
	f := &turnForm{number: widgets.NewEntry("15-к"), date: widgets.NewDateField(today), effective: widgets.NewDateField(today),
		hint: widgets.Paragraph("", turnFormWidth), today: today}
	f.date.SetDate(today)
	f.effective.SetDate(today)
	f.hint.SetTone(widgets.ToneMuted)
	options := make([]widgets.Option[model.GraduatesChats], len(chatFates))
	for i, c := range chatFates {
		options[i] = widgets.Option[model.GraduatesChats]{Key: c.fate, Label: c.label}
	}
	f.chats = widgets.NewSelect(options, func(model.GraduatesChats) { f.explain() })
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

// touched says whether anything was entered.
func (f *turnForm) touched() bool {
	fate, _ := f.chats.Selected()
	return f.number.Text != "" || fate != model.KeepChats
}

// into puts what was entered into the choices; days that are none yet are left out.
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
	for _, day := range []*widgets.DateField{f.date, f.effective} {
		if _, err := day.Date(); err != nil || day.Text == "" {
			day.SetError(errOrderDay.Error())
			return widgets.Sentence(errOrderDay.Error())
		}
		day.SetError("")
	}
	return ""
}

// showChats is the second step.
func (s *yearTurn) showChats() {
	groups, students := s.graduating(), 0
	titles := make([]string, len(groups))
	for i, g := range groups {
		students += len(g.Students)
		titles[i] = g.Name
	}
	names := strings.Join(titles, ", ")
	problem := widgets.Paragraph("", turnFormWidth)
	problem.SetTone(widgets.ToneRefused)
	problem.Hide()
	onward := func() {
		if wrong := s.form.wrong(); wrong != "" {
			problem.SetText(wrong)
			problem.Show()
			s.content.Refresh()
			return
		}
		s.read(turnPreview)
	}
	s.next = widgets.NewPrimary("Далее", onward)
	for _, entry := range []*widgets.Entry{s.form.number, &s.form.date.Entry, &s.form.effective.Entry} {
		entry.OnSubmitted = func(string) { onward() }
	}
	fields := []fyne.CanvasObject{
		widgets.Heading(model.PluralForm(students, "Выпускается ", "Выпускаются ", "Выпускаются ") + model.Plural(students, "студент", "студента", "студентов")),
		widgets.Paragraph(names, turnFormWidth),
		shares([]float32{1, 1, 1}, widgets.Field("Номер приказа", s.form.number), widgets.Field("Дата приказа", s.form.date),
			widgets.Field("День выпуска", s.form.effective)),
	}
	if students == 0 {
		fields = []fyne.CanvasObject{widgets.Heading("Выпускаются группы без студентов"), widgets.Paragraph(names, turnFormWidth),
			widgets.Field("День выпуска", s.form.effective)}
	}
	fields = append(fields, widgets.Heading("Чаты выпускников"), widgets.Field("Что сделать с чатами групп, родителей и предметов", s.form.chats), s.form.hint, problem)
	body := shares([]float32{3, 2}, widgets.Card(fields...), layout.NewSpacer())
	s.page("Шаг 2 из 3. Приказ «Завершение обучения» и чаты выпускников. Пока ничего не меняется.",
		[]*widgets.Button{s.next, widgets.NewSecondary("Предыдущий шаг", func() { s.open(turnGroups) })}, nil, column(body), nil)
	if students > 0 {
		s.deps.Frame.Window().Canvas().Focus(s.form.number)
	}
}

// inOrder compares rows by a text as Russian readers order it; each text is turned into its key once.
func inOrder[R any](text func(R) string) func(a, b R) int {
	keys := map[string]string{}
	key := func(r R) string {
		t := text(r)
		k, known := keys[t]
		if !known {
			k = widgets.SortKey(t)
			keys[t] = k
		}
		return k
	}
	return func(a, b R) int { return strings.Compare(key(a), key(b)) }
}

// leaver is somebody who graduates.
type leaver struct {
	number int
	name   model.Name
	group  string
}

// The parts of the preview.
const (
	partGroups    = "groups"
	partGraduates = "graduates"
	partChats     = "chats"
)

// showPreview is the third step.
func (s *yearTurn) showPreview() {
	s.next = widgets.NewPrimary("Выполнить переход…", s.confirm)
	if s.plan.Stops() != "" {
		s.next.Disable()
	}
	groups := turnTable(s.plan.Groups)
	groups.Checkboxes = false
	groups.SortBy("turn", true)
	leavers := s.leavers()
	parts := map[string]fyne.CanvasObject{partGroups: groups, partGraduates: leaverTable(leavers), partChats: chatTable(s.plan.Chats)}
	body := container.NewStack(groups)
	tabs := widgets.NewTabs([]widgets.Tab{{Key: partGroups, Label: "Группы"}, {Key: partGraduates, Label: "Выпускники"}, {Key: partChats, Label: "Чаты"}},
		func(key string) {
			body.Objects = []fyne.CanvasObject{parts[key]}
			body.Refresh()
		})
	tabs.SetCount(partGroups, len(s.plan.Groups))
	tabs.SetCount(partGraduates, len(leavers))
	tabs.SetCount(partChats, len(s.plan.Chats))
	n := s.plan.Counts()
	counts := "Переходят: " + strconv.Itoa(n.GoOn) + " · выпускаются: " + strconv.Itoa(n.Graduate) + " (" + model.Plural(n.Students, "студент", "студента", "студентов") +
		") · чатов в архив: " + strconv.Itoa(n.Archived) + " · чатов удалить: " + strconv.Itoa(n.Deleted)
	more := []fyne.CanvasObject{}
	if problems := s.problems(false); problems != nil {
		more = append(more, problems)
	}
	for _, loss := range s.losses() {
		label := widgets.Text(loss).Shrink()
		label.SetTone(widgets.ToneRefused)
		more = append(more, label)
	}
	s.page("Шаг 3 из 3. Что изменится. Пока ничего не меняется.",
		[]*widgets.Button{s.next, widgets.NewSecondary("Предыдущий шаг", s.back)}, column(append(more, tabs)...), body, widgets.Footer(widgets.Caption(counts), nil))
}

func (s *yearTurn) leavers() (list []leaver) {
	for _, g := range s.graduating() {
		for _, name := range g.Students {
			list = append(list, leaver{len(list), name, g.Name})
		}
	}
	return list
}

func leaverTable(list []leaver) fyne.CanvasObject {
	table := widgets.NewTable([]widgets.Column[leaver]{
		{ID: "name", Title: "ФИО", Width: 320, Grow: 2, Cell: func(l leaver) widgets.Cell { return widgets.Cell{Text: l.name.String()} },
			Compare: inOrder(func(l leaver) string { return l.name.String() })},
		{ID: "group", Title: "Группа", Width: 180, Grow: 1, Cell: func(l leaver) widgets.Cell { return muted(l.group) },
			Compare: inOrder(func(l leaver) string { return l.group })},
	}, func(l leaver) int { return l.number })
	table.Checkboxes = false
	table.Empty = widgets.Empty{Title: "Никто не выпускается"}
	table.SetRows(list)
	return table
}

func chatTable(chats []model.TurnedChat) fyne.CanvasObject {
	table := widgets.NewTable([]widgets.Column[model.TurnedChat]{
		{ID: "title", Title: "Чат", Width: 220, Grow: 1, Cell: func(c model.TurnedChat) widgets.Cell { return widgets.Cell{Text: c.Was} },
			Compare: inOrder(func(c model.TurnedChat) string { return c.Was })},
		{ID: "type", Title: "Тип чата", Width: 100, Cell: func(c model.TurnedChat) widgets.Cell { return muted(c.Key.Type.String()) },
			Compare: func(a, b model.TurnedChat) int { return int(a.Key.Type) - int(b.Key.Type) }},
		{ID: "then", Title: "Что будет", Width: 280, Grow: 1, Cell: fateCell},
		{ID: "members", Title: "Участники", Width: 170, Cell: func(c model.TurnedChat) widgets.Cell { return muted(membersWords(c)) }},
	}, func(c model.TurnedChat) model.ChatID { return c.ID })
	table.Checkboxes = false
	table.Empty = widgets.Empty{Title: "Чаты не изменятся", Hint: "У выпускающихся групп нет автоматических чатов."}
	table.SetRows(chats)
	return table
}

// fateCell is what becomes of a chat.
func fateCell(c model.TurnedChat) widgets.Cell {
	switch {
	case c.Unopened:
		return widgets.Cell{Text: "не будет создан в VK", Tone: widgets.ToneMuted}
	case c.Deleted:
		return widgets.Cell{Text: "удаляется из VK", Pill: true, Tone: widgets.ToneRefused}
	}
	return widgets.Cell{Text: c.Title}
}

func membersWords(c model.TurnedChat) string {
	switch {
	case c.Unopened || c.Deleted:
		return strconv.Itoa(c.Members)
	case c.Leaving == 0:
		return "остаются все: " + strconv.Itoa(c.Members)
	}
	return "выйдут " + strconv.Itoa(c.Leaving) + " из " + strconv.Itoa(c.Members)
}
