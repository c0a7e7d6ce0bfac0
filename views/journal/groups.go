package journal

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/shell"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// GroupsService is what the choice of a group asks of the program.
type GroupsService interface {
	JournalGroups(ctx context.Context) ([]model.CourseGroups, error)
	Subscribe(f func(model.Change)) (cancel func())
}

// groups is «Журнал успеваемости» (Рисунок 446).
type groups struct {
	deps    Deps
	courses []model.CourseGroups
	read    bool // courses were read
	search  *widgets.Search
	total   *widgets.Label
	list    *fyne.Container
	content fyne.CanvasObject

	ctx   context.Context // ends when the screen is left
	leave func()
}

var _ shell.Screen = (*groups)(nil)

func newGroups(deps Deps) *groups {
	g := &groups{deps: deps, list: container.NewStack(), total: widgets.Caption("")}
	g.search = widgets.NewSearch("Группа", func(string) { g.show() })
	var tools []fyne.CanvasObject
	if deps.Plans != nil {
		tools = append(tools, widgets.NewSecondary(deps.PlansLabel, deps.Plans))
	}
	g.content = widgets.Page(widgets.Toolbar(g.Title(), tools, nil), widgets.FilterBar(g.search), g.list, widgets.Footer(g.total, nil))
	g.say("Читаем группы…", "")
	return g
}

// Title stands in the window's title.
func (g *groups) Title() string { return "Журнал успеваемости" }

// Content is the page.
func (g *groups) Content() fyne.CanvasObject { return g.content }

// Shown reads the groups, now and whenever the roster changes.
func (g *groups) Shown() {
	g.ctx, g.leave = shell.Watch(g.deps.Exec, g.deps.Timer, g.deps.Service, g.load, func(c model.Change) bool {
		return c.Roster
	})
	g.load()
}

// Hidden ends what Shown began.
func (g *groups) Hidden() { g.leave() }

// MayLeave has nothing to lose.
func (g *groups) MayLeave(then func(bool)) { then(true) }

// Do finds and reads anew.
func (g *groups) Do(c shell.Command) {
	switch c {
	case shell.CommandFilter:
		g.deps.Frame.Window().Canvas().Focus(g.search)
	case shell.CommandRefresh:
		g.load()
	}
}

func (g *groups) load() {
	ctx := g.ctx
	widgets.Fetch(g.deps.Exec, func() ([]model.CourseGroups, error) { return g.deps.Service.JournalGroups(ctx) },
		func(courses []model.CourseGroups, err error) {
			switch {
			case ctx.Err() != nil:
			case err != nil && !g.read:
				g.say("Группы не прочитаны", widgets.Sentence(err.Error()), widgets.NewSecondary("Повторить", g.load))
			case err != nil:
				g.deps.Frame.Toast(widgets.Sentence(err.Error()), widgets.ToneRefused)
			default:
				g.courses, g.read = courses, true
				g.show()
			}
		})
}

func (g *groups) say(heading, hint string, actions ...fyne.CanvasObject) {
	g.total.SetText("")
	g.list.Objects = []fyne.CanvasObject{widgets.Notice(heading, hint, actions...)}
	g.list.Refresh()
}

// show shows the groups that the search finds.
func (g *groups) show() {
	if !g.read {
		return
	}
	wanted, found, all, foreign := model.Fold(g.search.Text), 0, 0, false
	for _, c := range g.courses {
		for _, group := range c.Groups {
			all++
			foreign = foreign || !group.Own
		}
	}
	var rows []fyne.CanvasObject
	for _, c := range g.courses {
		var tiles []fyne.CanvasObject
		for _, group := range c.Groups {
			if model.FoldedContains(group.Name, wanted) {
				tiles = append(tiles, g.tile(group, foreign))
			}
		}
		if len(tiles) > 0 {
			found += len(tiles)
			rows = append(rows, courseRow(c, tiles))
		}
	}
	switch {
	case all == 0:
		g.say("Журналов пока нет", "Журнал появится, когда вам назначат предмет или группу. Нагрузку загружает администратор ПОО.")
		return
	case found == 0:
		g.say("Ничего не найдено", "Проверьте название группы.", widgets.NewSecondary("Показать все группы", func() { g.search.SetText("") }))
		return
	}
	g.total.SetText(countOf(found, all))
	g.list.Objects = []fyne.CanvasObject{container.NewVScroll(container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), rows...))}
	g.list.Refresh()
}

func (g *groups) tile(group model.JournalGroup, mark bool) fyne.CanvasObject {
	title, word := "Группа "+group.Name, ""
	if group.ID == 0 {
		title = group.Name
	}
	if mark && group.Own {
		word = "моя"
	}
	return widgets.NewTile(title, word, func() {
		g.deps.Frame.Push(newScreen(g.deps, model.JournalQuery{Group: group.ID}, 0, true))
	})
}

func countOf(found, all int) string {
	if found == all {
		return model.Plural(all, "группа", "группы", "групп")
	}
	return fmt.Sprintf("Найдено %d из %d", found, all)
}

// courseRow is a course with its groups: «1 курс · 8 учебных групп».
func courseRow(c model.CourseGroups, tiles []fyne.CanvasObject) fyne.CanvasObject {
	name := "Без курса"
	if c.Year != 0 {
		name = fmt.Sprintf("%d курс", c.Year)
	}
	count := model.Plural(len(c.Groups), "учебная группа", "учебные группы", "учебных групп")
	return widgets.Card(widgets.FilterBar(widgets.Heading(name), widgets.Muted("· "+count)), container.New(flow{}, tiles...))
}

// flow puts tiles in four columns, as in Рисунок 446.
type flow struct{}

func (flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rows := (len(objects) + flowColumns - 1) / flowColumns
	return fyne.NewSize(flowColumns*flowMin+(flowColumns-1)*theme.GapSmall, float32(rows)*(widgets.TileSize.Height+theme.GapSmall)-theme.GapSmall)
}

const (
	flowColumns         = 4
	flowMin     float32 = 200
)

func (flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - (flowColumns-1)*theme.GapSmall) / flowColumns
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%flowColumns)*(width+theme.GapSmall), float32(i/flowColumns)*(widgets.TileSize.Height+theme.GapSmall)))
		o.Resize(fyne.NewSize(width, widgets.TileSize.Height))
	}
}
