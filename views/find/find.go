// Package find is the search over all people, groups and chats of the college: a dialog over any screen.
package find

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/model"
	"zvonok/views/background"
	"zvonok/views/dialog"
	"zvonok/views/shell"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// Service is what the search asks of the program. It may block; errors are in Russian, ready to be shown.
type Service interface {
	Find(ctx context.Context, text string) (found []model.Found, more int, err error)
}

// Deps is what the search is made of.
type Deps struct {
	shell.Desk
	Service Service
	// Open opens the card of what was found.
	Open func(model.Found)
}

// pause is how long somebody has stopped typing before it is searched.
const pause = 200 * time.Millisecond

var (
	asks    = table.Empty{Title: "Кого или что найти?", Hint: "Введите часть ФИО, номера группы или наименования чата."}
	nothing = table.Empty{Title: "Ничего не найдено", Hint: "Проверьте написание или введите меньше букв."}
)

// finder is the open dialog.
type finder struct {
	deps   Deps
	search *widgets.Search
	list   *table.Table[model.Found, model.Found]
	rest   *widgets.Label
	box    *dialog.Handle

	wait   func()             // stops the pause; nil while none runs
	cancel context.CancelFunc // of the search that runs; nil while none does
	opens  bool               // Enter came before the answer: its first line is opened
}

// Show opens the search over the present screen.
func Show(deps Deps) {
	f := &finder{deps: deps, rest: widgets.Muted("").Shrink()}
	f.list = table.NewList([]*table.Column[model.Found]{
		table.Text("title", "Имя или название", 270, 1, func(found model.Found) string { return found.Title }).Opening(),
		table.Text("detail", "Кто это или что это", 270, 1, func(found model.Found) string { return found.Detail }).Muted(),
	}, func(found model.Found) model.Found { return model.Found{Kind: found.Kind, ID: found.ID} })
	f.list.Grid.Empty = asks
	f.list.OnOpen = f.open
	f.list.Grid.OnSelectionChanged = func() { f.box.SetPrimary("Открыть", len(f.list.Selected()) == 1) }
	f.search = widgets.NewSearch("ФИО, группа или чат", func(string) { f.typed() })
	f.search.OnSubmitted = nil // Enter opens
	f.search.OnKey = f.key
	f.box = dialog.Show(deps.Frame.Window(), dialog.Modal{
		Title: "Найти", Content: container.New(widgets.Stacked{Gap: theme.GapSmall, Grow: f.list.Grid}, f.search, f.list.Grid, f.rest),
		Size: fyne.NewSize(640, 500), Focus: f.search, Primary: "Открыть", Cancel: "Закрыть", Forgets: true,
		OnPrimary: func() bool {
			f.enter()
			return false
		},
		OnCancel: f.stop,
	})
	f.box.SetPrimary("Открыть", false)
}

// key moves in the list while somebody types. Esc closes the dialog even if there is a text.
func (f *finder) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		f.list.Grid.TypedKey(e)
	case fyne.KeyReturn, fyne.KeyEnter:
		f.enter()
	default:
		return false
	}
	return true
}

// typed searches once the typing has paused.
func (f *finder) typed() {
	f.stop()
	f.wait = f.deps.Timer(pause, func() { f.ask(false) })
}

// stop forgets what is being searched.
func (f *finder) stop() {
	f.opens = false
	if f.wait != nil {
		f.wait()
		f.wait = nil
	}
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
}

// enter opens what is chosen. If the answer has not come yet, its first line is opened when it does: people type and
// press Enter.
func (f *finder) enter() {
	switch chosen := f.list.Selected(); {
	case f.wait != nil:
		f.ask(true)
	case f.cancel != nil:
		f.opens = true
	case len(chosen) == 1:
		f.open(chosen[0])
	}
}

// ask searches; opens says that the first line of the answer is then opened.
func (f *finder) ask(opens bool) {
	f.stop()
	f.opens = opens
	text := strings.TrimSpace(f.search.Text)
	if text == "" {
		f.show(nil, 0, asks)
		return
	}
	ctx, cancel := context.WithCancel(f.deps.Exec.Context())
	f.cancel = cancel
	type answer struct {
		found []model.Found
		more  int
	}
	background.Fetch(f.deps.Exec, func() (a answer, err error) {
		a.found, a.more, err = f.deps.Service.Find(ctx, text)
		return a, err
	}, func(a answer, err error) {
		if ctx.Err() != nil {
			return // the text has changed, or the dialog is closed
		}
		opens := f.opens
		f.stop()
		f.show(a.found, a.more, nothing)
		switch {
		case err != nil:
			f.list.Grid.Fail("Поиск не удался", err, func() { f.ask(false) })
		case opens && len(a.found) > 0:
			f.open(a.found[0])
		}
	})
}

// show shows what was found and chooses the best answer.
func (f *finder) show(found []model.Found, more int, empty table.Empty) {
	f.list.Grid.Say(empty)
	f.list.Grid.ClearSelection()
	f.list.SetRows(found)
	f.list.Grid.ScrollToTop()
	f.list.Grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	f.rest.SetText("")
	if more > 0 {
		f.rest.SetText("Показаны первые " + model.Plural(len(found), "строка", "строки", "строк") + ", есть ещё " +
			model.Plural(more, "строка", "строки", "строк") + ". Введите больше букв.")
	}
}

func (f *finder) open(found model.Found) {
	f.stop()
	f.box.Close()
	f.deps.Open(found)
}
