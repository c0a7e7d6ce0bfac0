package people

import (
	"slices"
	"strconv"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/orders"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// fact is one line of a list on a person's card.
type fact struct {
	key    any // tells it from the others of its list, and finds it again when the card is read once more
	cells  []table.Cell
	open   func()
	remove func() // nil: the fact cannot be taken away here
	what   string // the menu's word for remove
}

// factList is one list on a person's card.
type factList struct {
	key, label string
	titles     []string
	widths     []float32
	facts      []fact
	empty      table.Empty
}

type factTable = table.Table[*fact, any]

// opens reports whether anything in the list can be opened.
func (l factList) opens() bool {
	return slices.ContainsFunc(l.facts, func(f fact) bool { return f.open != nil })
}

// table makes the list, without its lines; its first column grows.
func (l factList) table() *factTable {
	columns := make([]*table.Column[*fact], len(l.titles))
	for i, title := range l.titles {
		columns[i] = &table.Column[*fact]{ID: strconv.Itoa(i), Title: title, Width: l.widths[i],
			Cell: func(f *fact) table.Cell { return f.cells[i] }}
	}
	columns[0].Grow, columns[0].Opens = 1, l.opens()
	t := table.NewList(columns, func(f *fact) any { return f.key })
	t.OnOpen = func(f *fact) {
		if f.open != nil {
			f.open()
		}
	}
	t.Grid.OnDelete = func() {
		if chosen := t.Selected(); len(chosen) == 1 && chosen[0].remove != nil {
			chosen[0].remove()
		}
	}
	t.Grid.Context = func() []widgets.MenuItem { return factMenu(t.Selected()) }
	return t
}

func factMenu(chosen []*fact) []widgets.MenuItem {
	if len(chosen) != 1 {
		return nil
	}
	f := chosen[0]
	var items []widgets.MenuItem
	if f.open != nil {
		items = append(items, widgets.MenuItem{Label: "Открыть", Hint: "Enter", Do: f.open})
	}
	if f.remove != nil {
		items = append(items, widgets.MenuItem{Label: f.what, Hint: "Del", Danger: true, Do: f.remove})
	}
	return items
}

// factLists are the lists of what is known of the person.
func (p *personCard) factLists() []factList {
	all := []factList{p.chats()}
	card := p.card
	if card.Kind.Has(model.Student) || len(card.Groups) > 0 {
		all = append(all, p.enrolments(), p.steps())
	}
	if card.Kind.Has(model.Student) && card.Access.Parents {
		all = append(all, p.parents())
	}
	if card.Kind.Has(model.Parent) {
		all = append(all, p.children())
	}
	if len(card.Curates) > 0 {
		all = append(all, p.curated())
	}
	if card.Kind.Has(model.Student) || len(card.Teachings) > 0 {
		all = append(all, p.subjects())
	}
	return all
}

func (p *personCard) chats() factList {
	l := factList{key: "chats", label: "Чаты", titles: []string{"Наименование чата", "Тип чата", "Администратор", "В VK"},
		widths: []float32{260, 130, 140, 150},
		empty:  table.Empty{Title: "Чатов пока нет", Hint: "Чаты появятся, когда у человека будет группа, предмет или роль."}}
	studies := slices.ContainsFunc(p.card.Groups, func(g model.Enrolled) bool { return g.Now || g.Until.IsZero() })
	if studies || len(p.card.Curates)+len(p.card.Teachings)+len(p.card.Children) > 0 {
		l.empty.Hint = "Чаты групп и предметов создаёт «Инициализировать список» на экране «Управление чатами»."
	}
	for _, c := range p.card.Chats {
		admin := table.Muted("Нет")
		if c.Admin {
			admin = table.Cell{Text: "Да"}
		}
		l.facts = append(l.facts, fact{key: c.Chat, cells: []table.Cell{{Text: c.Title}, table.Muted(c.Type.String()), admin, lists.PresenceCell(c.Presence)}})
	}
	return l
}

func (p *personCard) openGroup(id model.GroupID) func() {
	return func() { p.deps.openGroup(id) }
}

func (p *personCard) enrolments() factList {
	l := factList{key: "groups", label: "Группы", titles: []string{"Группа", "Обучается с", "По"}, widths: []float32{200, 160, 200},
		empty: table.Empty{Title: "Студент ни в одной группе", Hint: "Действия › Перевести в другую группу."}}
	for _, g := range p.card.Groups {
		from, until := "—", "по настоящее время"
		if !g.From.IsZero() {
			from = g.From.Format(table.DayLayout)
		}
		if !g.Until.IsZero() {
			until = g.Until.AddDate(0, 0, -1).Format(table.DayLayout)
		}
		l.facts = append(l.facts, fact{key: [2]any{g.Group, g.From}, cells: []table.Cell{{Text: g.GroupName}, table.Muted(from), table.Muted(until)}, open: p.openGroup(g.Group)})
	}
	return l
}

// steps are the history of a student; a line opens the order behind it.
func (p *personCard) steps() factList {
	l := factList{key: "steps", label: "Движение", titles: []string{"Когда и куда", "На каком основании"}, widths: []float32{420, 220},
		empty: table.Empty{Title: "Студент не был ни в одной группе"}}
	for i, s := range p.card.Steps {
		line, why := table.Cell{Text: s.Words}, table.Muted("список или правка")
		if s.Kind != 0 {
			why = table.Muted(s.Kind.String())
		}
		if s.ToCome {
			line.Tone = widgets.ToneWaiting
		}
		f := fact{key: len(p.card.Steps) - i, cells: []table.Cell{line, why}} // the latest comes first
		if s.Order != 0 {
			f.open = func() { p.deps.Frame.Push(orders.NewCard(p.deps.orders(), s.Order)) }
		}
		l.facts = append(l.facts, f)
	}
	return l
}

func (p *personCard) parents() factList {
	l := factList{key: "parents", label: "Родители", titles: []string{"ФИО", "Кем приходится", "VK ID"}, widths: []float32{280, 160, 130},
		empty: table.Empty{Title: "Родители не указаны", Hint: "Без них чат «Родители» группы неполон."}}
	if p.card.Access.Edit {
		l.empty.Action, l.empty.Do = "Добавить родителя", func() { addParentOf(p.deps, p.card.ID, p.card.Name) }
	}
	for _, r := range p.card.Parents {
		f := p.relative(r, table.Muted(r.Relation), linkedCell(r.Linked))
		if p.card.Access.Edit {
			f.what, f.remove = "Убрать родителя…", func() { confirmRemoveParent(p.deps, r, p.card.ID, p.card.Name) }
		}
		l.facts = append(l.facts, f)
	}
	return l
}

func (p *personCard) children() factList {
	l := factList{key: "children", label: "Студенты", titles: []string{"ФИО", "Кем приходится", "Группа"}, widths: []float32{280, 160, 160},
		empty: table.Empty{Title: "Дети этого родителя больше не учатся в колледже"}}
	for _, r := range p.card.Children {
		f := p.relative(r, table.Muted(r.Relation), table.Muted(r.Group))
		if p.card.Access.Edit {
			me := model.Relative{Person: p.card.ID, Name: p.card.Name}
			f.what, f.remove = "Убрать родителя…", func() { confirmRemoveParent(p.deps, me, r.Person, r.Name) }
		}
		l.facts = append(l.facts, f)
	}
	return l
}

func (p *personCard) relative(r model.Relative, cells ...table.Cell) fact {
	return fact{key: r.Person, cells: append([]table.Cell{{Text: r.Name.String()}}, cells...),
		open: func() { p.deps.openPerson(r.Person) }}
}

func (p *personCard) curated() factList {
	l := factList{key: "curates", label: "Куратор групп", titles: []string{"Группа"}, widths: []float32{200}}
	for _, g := range p.card.Curates {
		l.facts = append(l.facts, fact{key: g.Group, cells: []table.Cell{{Text: g.Name}}, open: p.openGroup(g.Group)})
	}
	return l
}

func (p *personCard) subjects() factList {
	l := factList{key: "subjects", label: "Предметы", titles: []string{"Предмет", "Группа", "Преподаватели", "Студенты"},
		widths: []float32{260, 130, 260, 150}, empty: table.Empty{Title: "Предметов пока нет", Hint: "Их назначают в карточке группы, «Дисциплины и подгруппы»."}}
	for _, t := range p.card.Teachings {
		f := fact{key: t.ID, cells: []table.Cell{{Text: t.Title()}, table.Muted(t.GroupName), table.Muted(teacherWords(t)), table.Muted(learnerWords(t))}}
		if t.Group != 0 {
			f.open = p.openGroup(t.Group)
		}
		l.facts = append(l.facts, f)
	}
	return l
}
