package shell

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/widgets"
)

var (
	administrator = model.Person{ID: 1, Name: model.ParseName("Рязанцева Екатерина Викторовна"), Kind: model.Staff, Roles: model.RoleAdmin}
	teacher       = model.Person{ID: 2, Name: model.ParseName("Каган Наталья Васильевна"), Kind: model.Staff, Roles: model.RoleTeacher}
	student       = model.Person{ID: 3, Name: model.ParseName("Алёхина Юлия Олеговна"), Kind: model.Student}
)

func TestShellOpensTheFirstSection(t *testing.T) {
	b := newBench(t, false, nil)
	b.sees("Звонок", "Педагогический колледж", "Чаты", "Занятия", "В VK всё по спискам · 2 мин назад", "РЕ", "Рязанцева Е.В.", "экран Чаты")
	if got := b.window.Title(); got != "Чаты — Звонок" {
		t.Errorf("title %q", got)
	}
	if b.opened[0].shown != 1 {
		t.Errorf("shown %d times", b.opened[0].shown)
	}
}

func TestShellStack(t *testing.T) {
	b := newBench(t, false, nil)
	root := b.opened[0]
	b.key(fyne.KeyEscape)
	if b.shell.Top() != Screen(root) || b.shell.CanGoBack() {
		t.Fatal("Esc left the first screen")
	}
	next := newScreen("Правка")
	b.shell.Push(next)
	b.sees("экран Правка")
	if root.hidden != 1 || next.shown != 1 || !b.shell.CanGoBack() {
		t.Errorf("after Push: root hidden %d, next shown %d", root.hidden, next.shown)
	}
	next.stay = true
	b.key(fyne.KeyEscape)
	if b.shell.Top() != Screen(next) {
		t.Fatal("a screen was left against its will")
	}
	next.stay = false
	b.key(fyne.KeyEscape)
	if b.shell.Top() != Screen(root) || next.hidden != 1 || root.shown != 2 {
		t.Errorf("after Back: next hidden %d, root shown %d", next.hidden, root.shown)
	}
}

func TestShellSections(t *testing.T) {
	b := newBench(t, false, nil)
	next := newScreen("Правка")
	b.shell.Push(next)
	next.stay = true
	b.ctrl(fyne.Key2)
	if b.shell.Top() != Screen(next) {
		t.Fatal("a screen with edits was thrown away")
	}
	next.stay = false
	b.ctrl(fyne.Key2)
	b.sees("экран Занятия")
	if next.hidden != 1 || b.shell.CanGoBack() {
		t.Error("the old section's screens are still there")
	}
	b.ctrl(fyne.Key2)
	b.ctrl(fyne.Key4)
	if len(b.opened) != 2 {
		t.Errorf("opened %d screens", len(b.opened))
	}
	for _, tab := range b.shell.bar.tabs {
		if tab.title == "Чаты" {
			tab.Tapped(nil)
		}
		tab.FocusGained()
	}
	b.sees("экран Чаты")
	b.window.Canvas().Focus(b.shell.bar.tabs[1])
	b.shell.bar.tabs[1].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.sees("экран Занятия")
	next = newScreen("Правка")
	b.shell.Push(next)
	b.shell.bar.tabs[1].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.shell.CanGoBack() {
		t.Error("Esc does nothing while the top bar has the focus")
	}
}

func TestShellCommands(t *testing.T) {
	b := newBench(t, false, nil)
	b.ctrl(fyne.KeyF)
	b.ctrl(fyne.KeyN)
	b.ctrl(fyne.KeyS)
	b.key(fyne.KeyF5)
	want := []Command{CommandFilter, CommandAdd, CommandSave, CommandRefresh}
	if got := b.opened[0].did; len(got) != 4 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[3] != want[3] {
		t.Errorf("commands %v, want %v", got, want)
	}
}

func TestShellClose(t *testing.T) {
	b := newBench(t, false, nil)
	root := b.opened[0]
	root.stay = true
	b.shell.Close()
	if b.closed {
		t.Fatal("closed against the screen's will")
	}
	root.stay = false
	b.shell.Close()
	if !b.closed || root.hidden != 1 || b.service.told != nil {
		t.Errorf("closed %v, hidden %d, still subscribed %v", b.closed, root.hidden, b.service.told != nil)
	}
}

func TestShellOutsideTheDemonstration(t *testing.T) {
	for name, b := range map[string]*bench{
		"no personas":   newBench(t, false, nil),
		"list not read": newBench(t, true, func(f *fakeService) { f.college = "broken" }),
	} {
		for _, item := range b.shell.userMenu() {
			if strings.Contains(item.Label, "Войти как") {
				t.Errorf("%s: one may become somebody else", name)
			}
		}
	}
}

// TestStatusChangesWhileItIsRead: a state that was read before a run has ended, and comes after that was told, is not shown for good.
func TestStatusChangesWhileItIsRead(t *testing.T) {
	b := newBench(t, false, nil)
	b.service.status = model.SyncStatus{Running: true, Progress: model.Progress{Stage: model.StageCarry, Done: 784, Total: 830}}
	b.service.meanwhile = func() {
		b.service.status = model.SyncStatus{LastRun: b.now}
		b.shell.readStatus()
	}
	b.shell.readStatus()
	b.sees("В VK всё по спискам")
}

func TestShellFollowsTheSynchronisation(t *testing.T) {
	b := newBench(t, false, nil)
	b.service.status = model.SyncStatus{Pending: 3}
	before := b.service.reads
	for range 20 {
		b.service.told(model.Change{Sync: true})
		b.service.told(model.Change{Chats: []model.ChatID{1}})
	}
	b.timer.pass()
	if got := b.service.reads - before; got != 1 {
		t.Errorf("read %d times for one burst", got)
	}
	b.sees("Ждут отправки в VK: 3 изменения")
	b.service.status = model.SyncStatus{LastRun: b.now}
	b.service.college = "Технологический колледж"
	b.service.told(model.Change{All: true})
	b.timer.pass()
	b.sees("только что")
	b.sees("Технологический колледж")
	b.now = b.now.Add(5 * time.Minute)
	b.timer.pass()
	b.sees("5 мин назад")
}

// TestHeldRunLeadsToItsConfirmation: what waits for a person is a link to where it is confirmed, for those who may.
func TestHeldRunLeadsToItsConfirmation(t *testing.T) {
	b := newBench(t, false, func(f *fakeService) {
		f.status = model.SyncStatus{Held: true, Problem: "остановлено для безопасности: из чатов ушло бы 800 из 900"}
	})
	b.window.Resize(fyne.NewSize(1024, 640))
	link := b.shell.bar.link
	if !link.Visible() || link.Text() != "Подтвердите удаление из чатов" || !strings.Contains(b.shell.bar.words.tip, "Остановлено для безопасности") {
		t.Fatalf("the bar says %q, its tooltip %q", link.Text(), b.shell.bar.words.tip)
	}
	if link.Size().Width < link.MinSize().Width || b.shell.bar.college.Visible() && b.shell.bar.college.Size().Width < 100 {
		t.Errorf("the link is %v of %v, the college %v", link.Size(), link.MinSize(), b.shell.bar.college.Size())
	}
	link.Tapped(nil)
	if !b.confirmed || len(b.opened) != 2 || b.opened[1].title != "Занятия" {
		t.Error("the link does not lead to the place")
	}
	b.confirms = false
	b.service.told(model.Change{Sync: true})
	b.timer.pass()
	if link.Visible() {
		t.Error("who may not confirm is offered it")
	}
	b.sees("Синхронизация ждёт подтверждения")
	if tip := b.shell.bar.words.tip; !strings.Contains(tip, "может администратор ПОО") {
		t.Errorf("who may not confirm reads %q", tip)
	}
	b.confirms, b.service.status = true, model.SyncStatus{LastRun: b.now}
	b.service.told(model.Change{Sync: true})
	b.timer.pass()
	if link.Visible() {
		t.Error("the link stays when nothing waits")
	}
}

func TestTopBarFits(t *testing.T) {
	b := newBench(t, false, func(f *fakeService) {
		f.college = "Государственное бюджетное профессиональное образовательное учреждение «Педагогический колледж имени К.Д. Ушинского»"
		f.status = model.SyncStatus{Problem: "VK не принимает ключ сообщества: получите новый ключ и введите его в «Настройки системы»."}
	})
	for _, width := range []float32{1280, 1024} {
		b.window.Resize(fyne.NewSize(width, 640))
		bar := b.shell.bar
		right := float32(0)
		for _, o := range []fyne.CanvasObject{bar.brand, bar.college, bar.tabs[0], bar.tabs[1], bar.dot, bar.statusIn, bar.user} {
			if !o.Visible() {
				continue
			}
			if o.Position().X < right {
				t.Errorf("at %v: something begins at %v, left of the end of what is before it, %v", width, o.Position().X, right)
			}
			right = o.Position().X + o.Size().Width
		}
		if right > width {
			t.Errorf("the bar needs %v of %v", right, width)
		}
	}
}

// TestTopBarSaysItShort: where there is no room for all the words of the line, the ones that matter are read whole.
func TestTopBarSaysItShort(t *testing.T) {
	b, _ := far(t, administrator, model.Line{State: model.LineLost, ShownAt: time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)})
	b.sees("Нет связи с колледжем · показано на 09:05")
	b.window.Resize(fyne.NewSize(560, 640))
	b.sees("Нет связи · показано на 09:05")
	b.window.Resize(fyne.NewSize(1280, 640))
	b.sees("Нет связи с колледжем · показано на 09:05")
}

func TestWordsOf(t *testing.T) {
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.FixedZone("", 7*3600))
	for _, tt := range []struct {
		want string
		tone widgets.Tone
		s    model.SyncStatus
	}{
		{"Синхронизация: 61 из 214…", widgets.ToneNeutral, model.SyncStatus{Running: true, Problem: "x", Progress: model.Progress{Stage: model.StageCarry, Done: 61, Total: 214}}},
		{"В VK всё по спискам · только что", widgets.ToneGood, model.SyncStatus{Running: true, LastRun: now, AgentHere: true, Pending: 2}},
		{"В VK всё по спискам · только что", widgets.ToneGood, model.SyncStatus{Running: true, LastRun: now, Progress: model.Progress{Stage: model.StageRead, Done: 6, Total: 214}}},
		{"В VK всё по спискам · только что", widgets.ToneGood, model.SyncStatus{Running: true, LastRun: now, Progress: model.Progress{Stage: model.StageCarry, Done: 1, Total: 2}}},
		{"Ждут входа: 321 · остальное по спискам", widgets.ToneNeutral, model.SyncStatus{LastRun: now, Missing: model.MissingCount{Waiting: 321}}},
		{"Нет VK ID: 311 · остальное по спискам", widgets.ToneNeutral, model.SyncStatus{LastRun: now, Missing: model.MissingCount{NoProfile: 311}}},
		{"Ждут входа: 10 · нет VK ID: 311 · отказ: 2", widgets.ToneNeutral,
			model.SyncStatus{LastRun: now, Missing: model.MissingCount{Waiting: 10, NoProfile: 311, Refused: 2}}},
		{"Не отправлено: 5 · остальное по спискам", widgets.ToneNeutral, model.SyncStatus{LastRun: now, Missing: model.MissingCount{Unsent: 5}}},
		{"Ждут подтверждения: 24 чата", widgets.ToneRefused, model.SyncStatus{LastRun: now, Problem: "x", Unconfirmed: model.Unconfirmed{Types: model.ChatTypes, Chats: 24}}},
		{"Ключ не принят.", widgets.ToneRefused, model.SyncStatus{Problem: "ключ не принят", Pending: 4}},
		{"VK не отвечает.", widgets.ToneRefused, model.SyncStatus{Problem: "VK не отвечает", Running: true, LastRun: now}},
		{"Подтвердите удаление из чатов", widgets.ToneRefused, model.SyncStatus{Problem: "остановлено", Held: true, Pending: 4}},
		{"Ждут отправки в VK: 1 изменение", widgets.ToneNeutral, model.SyncStatus{Pending: 1, LastRun: now}},
		{"Ждут отправки в VK: 25 изменений", widgets.ToneNeutral, model.SyncStatus{Pending: 25}},
		{"Синхронизации с VK ещё не было", widgets.ToneNeutral, model.SyncStatus{}},
		{"В VK всё по спискам · только что", widgets.ToneGood, model.SyncStatus{LastRun: now.Add(-30 * time.Second)}},
		{"В VK всё по спискам · 2 мин назад", widgets.ToneGood, model.SyncStatus{LastRun: now.Add(-150 * time.Second)}},
		{"В VK всё по спискам · 3 ч назад", widgets.ToneGood, model.SyncStatus{LastRun: now.Add(-3 * time.Hour)}},
		{"В VK всё по спискам · 2 дня назад", widgets.ToneGood, model.SyncStatus{LastRun: now.Add(-50 * time.Hour)}},
		{"В VK всё по спискам · 01.02.2026", widgets.ToneGood, model.SyncStatus{LastRun: now.Add(-29*24*time.Hour + 2*time.Hour).UTC()}},
	} {
		if got := wordsOf(tt.s, now); got.text != tt.want || got.tone != tt.tone || got.tip == "" {
			t.Errorf("got %+v, want %q", got, tt.want)
		}
	}
}

// TestBarInANarrowWindow: at 910 points, a screen of 1366 at 150 %, the words of the state fit beside the four sections of an
// administrator; the initials stand for the name, and the tooltip says what the short words left out.
func TestBarInANarrowWindow(t *testing.T) {
	for name, c := range map[string]struct {
		status      model.SyncStatus
		want, tip   string
		demo, retry bool
	}{
		"unconfirmed": {status: model.SyncStatus{Unconfirmed: model.Unconfirmed{Chats: 120}}, want: "Ждут подтверждения: 120 чатов"},
		"held":        {status: model.SyncStatus{Held: true, Problem: "остановлено"}, want: "Подтвердите удаление из чатов"},
		"missing":     {status: model.SyncStatus{LastRun: time.Unix(1, 0), Missing: model.MissingCount{Waiting: 321, NoProfile: 15, Refused: 2}}, want: "Ждут входа: 321 · нет VK ID: 15 · отказ: 2"},
		"unconfirmed in the demonstration": {status: model.SyncStatus{Unconfirmed: model.Unconfirmed{Chats: 120}}, want: "Ждут подтверждения",
			tip: "Ждут подтверждения: 120 чатов.", demo: true},
		"failed": {status: model.SyncStatus{Problem: "нет связи с VK", AgentHere: true}, want: "Нет связи с VK.", retry: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, false, func(f *fakeService) { f.status = c.status })
			if c.demo {
				b.shell.cfg.Found = func() error { return nil }
			}
			if c.retry {
				b.shell.cfg.Retry = func() func(context.Context) error { return func(context.Context) error { return nil } }
			}
			b.window.Resize(fyne.NewSize(910, 560))
			var sections []Section
			for _, title := range []string{"Занятия", "Пользователи", "Чаты", "Настройки системы"} {
				sections = append(sections, Section{Key: title, Title: title, Open: func(*Shell) Screen { return newScreen(title) }})
			}
			bar := New(b.shell.cfg, sections...).bar
			shown := bar.status.Text()
			if needs := textWidth(shown); shown != c.want || bar.statusIn.Visible() && bar.status.Size().Width < needs || bar.link.Visible() && bar.link.Size().Width < bar.link.MinSize().Width {
				t.Errorf("the bar says %q in %.0f of %.0f points, want %q", shown, bar.status.Size().Width, needs, c.want)
			}
			if !strings.HasPrefix(bar.tip, c.tip) || !bar.user.brief {
				t.Errorf("the tooltip is %q, the initials alone: %v", bar.tip, bar.user.brief)
			}
		})
	}
}

// TestBarFolds: at 200 % on a screen of 1024 points the sections, the state and the user's name had no room, and the bar left the window
// when a wide page was scrolled sideways. The sections are a menu there, and only the page is scrolled.
func TestBarFolds(t *testing.T) {
	b := newBench(t, false, func(f *fakeService) { f.status = model.SyncStatus{Problem: "нет связи с VK", AgentHere: true} })
	b.shell.cfg.Retry = func() func(context.Context) error { return func(context.Context) error { return nil } }
	wide := newScreen("Настройки системы")
	wide.least = 700
	sh := New(b.shell.cfg, append(b.shell.all, Section{Key: wide.title, Title: wide.title, Open: func(*Shell) Screen { return wide }})...)
	bar := sh.bar
	b.window.Resize(fyne.NewSize(512, 300))
	for _, o := range append(objects(bar.tabs), bar.brandIn, bar.college) {
		if o.Visible() {
			t.Errorf("a folded bar shows a %T", o)
		}
	}
	bar.inOrder(t, bar.folded)

	bar.folded.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for _, name := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyReturn} {
		b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
	b.sees("экран Настройки системы")
	if bar.folded.title() != wide.title {
		t.Errorf("the bar says that %q is open", bar.folded.title())
	}
	bar.inOrder(t, bar.folded)
	test.Scroll(b.window.Canvas(), fyne.NewPos(200, 200), -1000, 0)
	if at := draw.Absolute(wide.focus).X; at >= 0 {
		t.Errorf("the page was not scrolled: it begins at %.0f", at)
	}
	if at := draw.Absolute(bar).X; at != 0 {
		t.Errorf("the bar was scrolled to %.0f", at)
	}

	b.window.Resize(fyne.NewSize(910, 560))
	if bar.folded.Visible() {
		t.Error("the bar is folded where it has room")
	}
	bar.inOrder(t, append([]fyne.CanvasObject{bar.brandIn}, objects(bar.tabs)...)...)
}

func objects(tabs []*sectionTab) (all []fyne.CanvasObject) {
	for _, t := range tabs {
		all = append(all, t)
	}
	return all
}

// inOrder says where the parts of the bar, from the left those that are named, lie over each other or leave it.
func (b *topBar) inOrder(t *testing.T, left ...fyne.CanvasObject) {
	t.Helper()
	right := float32(0)
	for _, o := range append(left, b.dot, b.statusIn, b.retry, b.user) {
		if o.Position().X < right || !o.Visible() {
			t.Errorf("%T (shown: %v) begins at %.0f, what is before it ends at %.0f", o, o.Visible(), o.Position().X, right)
		}
		right = o.Position().X + o.Size().Width
	}
	if right > b.Size().Width || b.statusIn.Size().Width < min(statusFew, textWidth(b.status.Text())) {
		t.Errorf("the bar needs %.0f of %.0f, the state has %.0f", right, b.Size().Width, b.statusIn.Size().Width)
	}
}
