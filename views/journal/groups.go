package journal

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/scroll"
	"zvonok/views/shell"
	"zvonok/views/widgets"
)

// GroupsService is what the choice of a group asks of the program.
type GroupsService interface {
	JournalGroups(ctx context.Context) ([]model.CourseGroups, error)
	Subscribe(f func(model.Change)) (cancel func())
}

// groups is «Журнал успеваемости» (Рисунок 446).
type groups struct {
	shell.Base
	deps    Deps
	courses []model.CourseGroups
	reading shell.Loader[[]model.CourseGroups]
	search  *widgets.Search
	total   *widgets.Label
	list    *fyne.Container
	tiles   []*widgets.Tile // those that the search finds
	drawn   bool            // the list shows what was read
}

var _ shell.Screen = (*groups)(nil)

func newGroups(deps Deps) *groups {
	g := &groups{deps: deps, list: container.NewStack(), total: widgets.Caption("")}
	g.search = widgets.NewSearch("Группа", func(string) { g.show() })
	var tools []fyne.CanvasObject
	if deps.Plans != nil {
		label := "Загрузить КТП…"
		if deps.Administers {
			label = "Загрузить КТП и расписание…"
		}
		tools = append(tools, widgets.NewSecondary(label, deps.Plans))
	}
	g.reading = shell.Loader[[]model.CourseGroups]{Desk: deps.Desk,
		Show: func(courses []model.CourseGroups) {
			same := slices.EqualFunc(courses, g.courses, func(a, b model.CourseGroups) bool {
				return a.Year == b.Year && slices.Equal(a.Groups, b.Groups)
			})
			if g.courses = courses; !same || !g.drawn { // else the tiles stay, with the focus and the place that the list was scrolled to
				g.show()
			}
		},
		Failed: func(err error) {
			g.say(widgets.Failure("Группы не прочитаны", err.Error(), g.load))
		}}
	const name = "Журнал успеваемости"
	g.Base = shell.Base{Desk: deps.Desk, Name: name, About: shell.TopicJournals, Changes: deps.Service, First: g.search, Keys: deps.ToSearch(g.search),
		Reads: []shell.Read{{On: func(c model.Change) bool { return c.Roster }, Do: g.load}},
		Page:  widgets.Page(widgets.Toolbar(name, tools, nil), widgets.FilterBar(g.search), g.list, widgets.Footer(g.total))}
	g.say(widgets.Notice("Читаем группы…", ""))
	return g
}

func (g *groups) load() { g.reading.Load(g.Ctx, g.deps.Service.JournalGroups) }

func (g *groups) say(notice fyne.CanvasObject) {
	g.total.SetText("")
	g.list.Objects = []fyne.CanvasObject{notice}
	g.list.Refresh()
}

// show shows the groups that the search finds.
func (g *groups) show() {
	if !g.reading.Known() {
		return
	}
	g.drawn = true
	wanted, found, all, foreign := model.Fold(g.search.Text), 0, 0, false
	for _, c := range g.courses {
		for _, group := range c.Groups {
			all++
			foreign = foreign || !group.Own
		}
	}
	var rows []fyne.CanvasObject
	g.tiles, g.search.Below = nil, nil
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
		hint := "Журнал появится, когда вам назначат предмет или группу. Нагрузку загружает администратор ПОО."
		if g.deps.Administers {
			hint = "Журналы появятся, когда в колледже будут группы с нагрузкой: загрузите их в «Пользователи» › «Загрузить список…»."
		}
		g.say(widgets.Notice("Журналов пока нет", hint))
		return
	case found == 0:
		g.say(widgets.Notice("Ничего не найдено", "Проверьте название группы.", widgets.NewSecondary("Показать все группы", func() { g.search.SetText("") })))
		return
	}
	g.search.Below = g.tiles[0]
	g.total.SetText(countOf(found, all))
	g.list.Objects = []fyne.CanvasObject{scroll.NewVertical(widgets.Column(rows...))}
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
	tile := widgets.NewTile(title, word, func() {
		g.deps.Frame.Push(newScreen(g.deps, model.JournalQuery{Group: group.ID}, 0, true))
	})
	tile.Others = func() []*widgets.Tile { return g.tiles }
	g.tiles = append(g.tiles, tile)
	return tile
}

func countOf(found, all int) string {
	if found == all {
		return model.Plural(all, "группа", "группы", "групп")
	}
	return fmt.Sprintf("Найдено %d из %d", found, all)
}

// groupColumns are as many as in Рисунок 446.
const groupColumns = 4

// courseRow is a course with its groups: «1 курс · 8 учебных групп».
func courseRow(c model.CourseGroups, tiles []fyne.CanvasObject) fyne.CanvasObject {
	name := "Без курса"
	if c.Year != 0 {
		name = fmt.Sprintf("%d курс", c.Year)
	}
	count := model.Plural(len(c.Groups), "учебная группа", "учебные группы", "учебных групп")
	return widgets.Card(widgets.FilterBar(widgets.Heading(name), widgets.Muted("· "+count)), widgets.Tiles(groupColumns, tiles...))
}
