package chats

import (
	"context"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/lists"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// reading is what one reading of the list gives.
type reading struct {
	actor  model.Actor
	filter model.ChatFilter
	rows   []*chatRow
	all    int // how many there are without the filter
}

// load reads the chats by the applied filter.
func (l *list) load() {
	filter := l.filter
	l.reading.Load(l.Ctx, func(ctx context.Context) (reading, error) {
		actor := l.service.Actor()
		if !actor.SeesManagement() {
			return reading{actor: actor, filter: filter}, nil
		}
		all, err := l.service.Chats(ctx, model.ChatFilter{})
		chats := all
		if err == nil && filter != (model.ChatFilter{}) {
			chats, err = l.service.Chats(ctx, filter)
		}
		return reading{actor, filter, newChatRows(chats), len(all)}, err
	})
	if l.reading.Busy() && !l.reading.Known() {
		l.table.Say(table.Empty{Title: "Читаем список чатов…"})
	}
}

func (l *list) show(r reading) {
	l.actor = r.actor
	if !r.actor.SeesManagement() {
		l.page.Objects = []fyne.CanvasObject{closedPage()}
		l.page.Refresh()
		return
	}
	l.showRights()
	if r.filter == l.filter {
		l.rows, l.all = r.rows, r.all
		l.showRows()
	}
}

// showRows brings the read chats that the title filter leaves into the table.
func (l *list) showRows() {
	l.table.Empty = l.emptyWords()
	l.table.SetRows(filtered(l.rows, model.Fold(l.title), l.strangers.Checked()))
	l.showCount()
}

// emptyWords say what to do next where there is nothing to show.
func (l *list) emptyWords() table.Empty {
	if l.filter != (model.ChatFilter{}) || l.title != "" || l.strangers.Checked() {
		return table.Empty{Title: "Ничего не найдено", Hint: "Измените условия или покажите все чаты.",
			Action: "Сбросить фильтр", Do: l.resetFilter}
	}
	if l.actor.MayInitialise() {
		return table.Empty{Title: "Чатов пока нет",
			Hint: "Загрузите список групп, студентов и преподавателей, затем нажмите " +
				"«Инициализировать список»: чаты и участники появятся сами.",
			Action: "Инициализировать список", Do: l.openInitialise}
	}
	return table.Empty{Title: "Чатов пока нет",
		Hint: "Здесь появятся чаты ваших групп и предметов, когда их создаст администратор ПОО " +
			"или вы сами кнопкой «+ Добавить»."}
}

// showRights opens and closes the buttons by what the actor may do.
func (l *list) showRights() {
	able := false
	for _, t := range model.ChatTypes {
		able = able || l.actor.MayCreateType(t)
	}
	enable(l.add, able, "Создать чат вручную", "Чаты создают администратор ПОО, сотрудник с правом «Управление чатами», "+
		"куратор для своих групп и преподаватель по своим предметам.")
	enable(l.initialise, l.actor.MayInitialise(), "Создать недостающие чаты и привести участников к списку групп",
		"Доступно администратору ПОО и сотруднику с правом «Управление чатами».")
}

// enable opens or closes a button and lets its tooltip say what it is for, or why it is closed.
func enable(b *widgets.Button, able bool, what, why string) {
	b.SetDisabled(!able)
	if !able {
		what = why
	}
	b.SetTooltip(what)
}

func (l *list) showCount() {
	l.count.SetText(widgets.CountText(len(l.table.Rows()), l.all) + lists.Chosen(l.actions, len(l.table.Selected())))
	l.bar.Refresh()
}

func (l *list) filterTitle(text string) {
	if text == l.title {
		return
	}
	l.title = text
	l.showRows()
	l.table.ScrollToTop()
}

// apply reads the chats of the chosen type that hold the given person.
func (l *list) apply() {
	t, _ := l.types.Selected()
	l.filter = model.ChatFilter{Type: t, Member: l.member.Text}
	l.table.ScrollToTop()
	l.load()
}

func (l *list) resetFilter() {
	l.types.SetSelected(0)
	l.strangers.SetChecked(false)
	l.filter, l.title = model.ChatFilter{}, ""
	l.titles.SetText("")
	l.member.SetText("")
	l.load()
}

func (l *list) loadSync() {
	widgets.Fetch(l.deps.Exec, func() (model.SyncStatus, error) { return l.service.SyncStatus(), nil },
		func(s model.SyncStatus, _ error) {
			l.sync = s
			l.progress.Hidden = !s.Running
			if s.Running {
				setProgress(l.progress, s.Progress)
			}
			l.footer.Refresh()
		})
}

func (l *list) stopSync() { l.deps.Stop(l.service.StopSync, l.loadSync) }
