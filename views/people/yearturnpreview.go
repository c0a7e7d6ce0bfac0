package people

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/files"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// leaver is somebody who graduates.
type leaver struct {
	name  model.Name
	group string
}

// The parts of the preview.
const (
	partGroups    = "groups"
	partGraduates = "graduates"
	partChats     = "chats"
	partFiles     = "files"
)

// showPreview is the last step.
func (s *yearTurn) showPreview() {
	s.next = widgets.NewPrimary("Выполнить переход…", s.confirm)
	if s.plan.Stops() != "" {
		s.next.SetDisabled(true)
	}
	groups := turnTable(s.plan.Groups)
	groups.Grid.Checkboxes = false
	groups.Grid.SortBy("turn", true)
	leavers := s.leavers()
	parts := map[string]fyne.CanvasObject{partGroups: groups.Grid, partGraduates: leaverTable(leavers), partChats: chatTable(s.plan.Chats)}
	n := s.plan.Counts()
	counts := "Переходят: " + strconv.Itoa(n.GoOn) + " · выпускаются: " + strconv.Itoa(n.Graduate) + " (" + model.StudentWords(n.Students) +
		") · чатов в архив: " + strconv.Itoa(n.Archived) + " · чатов удалить: " + strconv.Itoa(n.Deleted)
	keys := []widgets.Tab{{Key: partGroups, Label: "Группы"}, {Key: partGraduates, Label: "Выпускники"}, {Key: partChats, Label: "Чаты"}}
	feet := map[string]fyne.CanvasObject{}
	if len(s.files.paths) > 0 {
		keys = append(keys, widgets.Tab{Key: partFiles, Label: "Списки"})
		parts[partFiles], feet[partFiles] = s.filesPart()
	}
	band, losses := widgets.Column(), []*widgets.Label{}
	if problems := s.problems(false); problems != nil {
		band.Add(problems)
	}
	for _, loss := range s.losses() {
		label := widgets.Text(loss).Shrink().In(widgets.ToneRefused)
		losses = append(losses, label)
		band.Add(label)
	}
	body, footer := container.NewStack(), container.NewStack()
	show := func(key string) {
		s.part = key
		foot, own := feet[key]
		if !own {
			foot = widgets.Caption(counts)
		}
		for _, loss := range losses {
			loss.Hidden = own // the lists need the room
		}
		body.Objects, footer.Objects = []fyne.CanvasObject{parts[key]}, []fyne.CanvasObject{widgets.Footer(foot)}
		s.Content().Refresh()
	}
	tabs := widgets.NewTabs(keys, show)
	tabs.SetCount(partGroups, len(s.plan.Groups))
	tabs.SetCount(partGraduates, len(leavers))
	tabs.SetCount(partChats, len(s.plan.Chats))
	if s.plan.Lists != nil {
		tabs.SetCount(partFiles, changesOf(*s.plan.Lists))
	}
	if parts[s.part] == nil {
		s.part = partGroups
	}
	tabs.Select(s.part)
	band.Add(tabs)
	buttons := []*widgets.Button{s.next}
	if len(s.files.paths) > 0 {
		buttons = append(buttons, files.NewReread(s.reread))
	}
	s.page("Шаг 4 из 4. Что изменится. Пока ничего не меняется.",
		append(buttons, widgets.NewSecondary(previousStep, func() { s.open(turnFiles) })), band, body, footer)
	show(s.part)
}

func (s *yearTurn) leavers() (list []leaver) {
	for _, g := range s.graduating() {
		for _, name := range g.Students {
			list = append(list, leaver{name, g.Name})
		}
	}
	return list
}

func leaverTable(leavers []leaver) fyne.CanvasObject {
	list := table.Of([]*table.Column[*leaver]{
		table.Text("name", "ФИО", 320, 2, func(l *leaver) string { return l.name.String() }),
		table.Text("group", "Группа", 180, 1, func(l *leaver) string { return l.group }).Muted(),
	}, leavers)
	list.Grid.Empty = table.Empty{Title: "Никто не выпускается"}
	return list.Grid
}

func chatTable(chats []model.TurnedChat) fyne.CanvasObject {
	list := table.Of([]*table.Column[*model.TurnedChat]{
		table.Text("title", "Чат", 220, 1, func(c *model.TurnedChat) string { return c.Was }),
		table.Ranked("type", "Тип чата", 100, func(c *model.TurnedChat) table.Cell { return table.Muted(c.Key.Type.String()) },
			func(c *model.TurnedChat) int { return int(c.Key.Type) }),
		{ID: "then", Title: "Что будет", Width: 280, Grow: 1, Cell: fateCell},
		table.Text("members", "Участники", 170, 0, membersWords).Muted(),
	}, chats)
	list.Grid.Empty = table.Empty{Title: "Чаты не изменятся", Hint: "У выпускающихся групп нет автоматических чатов."}
	return list.Grid
}

// fateCell is what becomes of a chat.
func fateCell(c *model.TurnedChat) table.Cell {
	switch {
	case c.Unopened:
		return table.Cell{Text: "не будет создан в VK", Tone: widgets.ToneMuted}
	case c.Deleted:
		return table.Cell{Text: "удаляется из VK", Pill: true, Tone: widgets.ToneRefused}
	}
	return table.Cell{Text: c.Title}
}

func membersWords(c *model.TurnedChat) string {
	switch {
	case c.Unopened || c.Deleted:
		return strconv.Itoa(c.Members)
	case c.Leaving == 0:
		return "остаются все: " + strconv.Itoa(c.Members)
	}
	return "выйдут " + strconv.Itoa(c.Leaving) + " из " + strconv.Itoa(c.Members)
}
