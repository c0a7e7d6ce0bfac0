package journal

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// The tabs of the panel.
const (
	tabLesson = "lesson"
	tabPlan   = "plan"
	tabList   = "list"
)

// panel is the part beside the sheet: the chosen lesson, the subject's plan, the term's lessons.
type panel struct {
	s       *screen
	tabs    *widgets.Tabs
	card    *lessonCard
	plan    *table.Table[model.Topic, model.TopicID]
	use     *widgets.Button
	list    *table.Table[model.JournalLesson, model.LessonID]
	pages   map[string]fyne.CanvasObject
	page    *fyne.Container
	content fyne.CanvasObject
	filling bool
}

func newPanel(s *screen) *panel {
	p := &panel{s: s, page: container.NewStack()}
	p.tabs = widgets.NewTabs([]widgets.Tab{{Key: tabLesson, Label: "Занятие"}, {Key: tabPlan, Label: "Темы КТП"}, {Key: tabList, Label: "Список"}}, p.show)
	p.card = newLessonCard(s)
	p.plan, p.list = p.newPlan(), p.newList()
	p.use = widgets.NewSecondary("Добавить занятие по теме", p.useTopic)
	p.use.SetTooltip("Выберите тему в списке")
	p.pages = map[string]fyne.CanvasObject{
		tabLesson: p.card.content,
		tabPlan:   container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: p.plan.Grid}, p.plan.Grid, p.use),
		tabList:   p.list.Grid,
	}
	p.content = widgets.Panel(widgets.ColumnAround(p.page, p.tabs, p.page))
	p.show(tabLesson)
	return p
}

func (p *panel) show(key string) {
	p.page.Objects = []fyne.CanvasObject{p.pages[key]}
	p.page.Refresh()
}

// fill shows the page and the chosen lesson.
func (p *panel) fill() {
	if !p.s.known {
		return
	}
	p.filling = true
	defer func() { p.filling = false }()
	p.card.fill()
	p.plan.Grid.Empty = table.Empty{Title: "Тем КТП пока нет", Hint: "План загружают из файла XLSX или CSV."}
	if p.s.deps.Plans != nil && p.s.page.Access.Edit {
		p.plan.Grid.Empty.Action, p.plan.Grid.Empty.Do = "Загрузить КТП", p.s.deps.Plans
	}
	p.plan.SetRows(p.s.page.Plan)
	p.use.Hidden = !p.s.page.Access.Edit || len(p.s.page.Plan) == 0
	p.enableUse()
	p.list.Grid.Empty = table.Empty{Title: "Занятий пока нет"}
	p.list.SetRows(model.Each(p.s.shown(), func(id model.LessonID) model.JournalLesson { return p.s.lessons[id] }))
	p.list.SelectKeys(p.s.lesson)
	if p.s.lesson != 0 {
		p.list.ScrollTo(p.s.lesson)
	}
}

// tell updates what depends on the time.
func (p *panel) tell() { p.card.fill() }

func (p *panel) newPlan() *table.Table[model.Topic, model.TopicID] {
	plan := table.NewList([]*table.Column[model.Topic]{
		{ID: "number", Title: "№", Width: 40, Align: fyne.TextAlignTrailing,
			Cell: func(t model.Topic) table.Cell {
				return table.Cell{Text: strconv.Itoa(t.Number), Tone: widgets.ToneMuted}
			}},
		{ID: "title", Title: "Тема", Width: 130, Grow: 1, Cell: func(t model.Topic) table.Cell {
			return table.Cell{Text: t.Title, Tooltip: topicTip(t)}
		}},
		{ID: "hours", Title: "Часы", Width: 66, Align: fyne.TextAlignTrailing, Cell: func(t model.Topic) table.Cell {
			tone := widgets.ToneMuted
			if t.Used >= t.Hours {
				tone = widgets.ToneGood
			}
			return table.Cell{Text: fmt.Sprintf("%d/%d", t.Used, t.Hours), Tone: tone, Tooltip: topicTip(t)}
		}},
	}, func(t model.Topic) model.TopicID { return t.ID })
	plan.Grid.OnSelectionChanged = p.enableUse
	plan.OnOpen = func(t model.Topic) {
		if p.s.page.Access.Edit {
			p.s.addLesson(t.ID)
		}
	}
	return plan
}

func topicTip(t model.Topic) string {
	kind := t.Kind.String()
	if kind != "" {
		kind += ". "
	}
	return fmt.Sprintf("%s\n%sПроведено %d из %d ч.", t.Title, kind, t.Used, t.Hours)
}

func (p *panel) enableUse() {
	if len(p.plan.Selected()) == 0 {
		p.use.SetDisabled(true)
		return
	}
	p.use.SetDisabled(false)
}

func (p *panel) useTopic() {
	if chosen := p.plan.Selected(); len(chosen) > 0 {
		p.s.addLesson(chosen[0].ID)
	}
}

func (p *panel) newList() *table.Table[model.JournalLesson, model.LessonID] {
	list := table.NewList([]*table.Column[model.JournalLesson]{
		{ID: "date", Title: "Дата", Width: 62, Cell: func(l model.JournalLesson) table.Cell {
			return table.Cell{Text: l.Date.Format("02.01"), Tooltip: model.DayText(l.Date)}
		}},
		{ID: "kind", Title: "Вид", Width: 58, Cell: func(l model.JournalLesson) table.Cell {
			return table.Cell{Text: l.Kind.Short(), Tone: widgets.ToneMuted, Tooltip: l.Kind.String()}
		}},
		{ID: "title", Title: "Тема", Width: 100, Grow: 1, Cell: func(l model.JournalLesson) table.Cell {
			return table.Cell{Text: strings.TrimPrefix(p.s.among(l)+" · "+l.Title, " · ")}
		}},
		{ID: "hours", Title: "Ч.", Width: 40, Align: fyne.TextAlignTrailing, Cell: func(l model.JournalLesson) table.Cell {
			return table.Cell{Text: strconv.Itoa(l.Hours), Tone: widgets.ToneMuted}
		}},
	}, func(l model.JournalLesson) model.LessonID { return l.ID })
	list.TypeAhead = func(l model.JournalLesson) string { return l.Title }
	list.Grid.OnSelectionChanged = func() {
		if chosen := list.Selected(); !p.filling && len(chosen) == 1 && chosen[0].ID != p.s.lesson {
			p.s.choose(chosen[0].ID)
		}
	}
	list.OnOpen = func(l model.JournalLesson) { p.tabs.Select(tabLesson) }
	return list
}
