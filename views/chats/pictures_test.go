//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package chats

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, picture)
}

func picture(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	f := admin()
	if s.prepare != nil {
		s.prepare(f)
	}
	b := newBenchLook(t, f, size, look)
	if s.show != nil {
		s.show(b)
	}
	return b.Window
}

type scene struct {
	name    string
	prepare func(*fakeService)
	show    func(*bench)
}

func scenes() []scene {
	const long = "ОЧЕНЬ-ДЛИННАЯ-23-1/Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста»"
	longNames := func(f *fakeService) {
		for i := range f.chats {
			f.chats[i].Title = long
			f.chats[i].Admins = []string{"Константинопольский-Преображенский Александр-Владислав Константинович", "Рязанцева Екатерина Викторовна"}
		}
		f.card.Title, f.card.GroupName = long, "ОЧЕНЬ-ДЛИННАЯ-23-1"
		for i := range f.card.Members {
			f.card.Members[i].Name = model.ParseName("Константинопольская-Преображенская Александра-Владислава Константиновна")
			f.card.Members[i].Presence, f.card.Members[i].Reason = model.PresenceRefused, "пользователь запретил приглашать себя в беседы"
		}
	}
	running := func(f *fakeService) {
		f.sync = model.SyncStatus{Running: true, Progress: model.Progress{Stage: model.StageCarry, Done: 61, Total: 214, Left: 20 * time.Second}}
	}
	openEdit := func(b *bench) *edit {
		b.list.open(&chatRow{ChatSummary: b.service.chats[7]})
		return b.top().(*edit)
	}
	changedEdit := func(b *bench) *edit {
		e := openEdit(b)
		e.draft.add(b.service.candidates[0])
		e.draft.remove(103)
		e.showRows()
		return e
	}
	return []scene{
		{"strangers", nil, func(b *bench) { openStrangers(b); b.top().(*strangers).pane.Table.SelectKeys(7002) }},
		{"strangers-empty", func(f *fakeService) { f.strangers = nil }, openStrangers},
		{"strangers-other", nil, func(b *bench) {
			openStrangers(b)
			b.top().(*strangers).pane.Table.SelectKeys(7004)
			b.Press("Это другой человек…")
		}},
		{"strangers-remove", nil, func(b *bench) {
			openStrangers(b)
			b.top().(*strangers).pane.Table.SelectKeys(7001, 7004, 7005)
			b.Press("Удалить из чата…")
		}},
		{"missing", nil, func(b *bench) { b.Press("Кто ещё не в чате"); selectMissing(b, 0, 3) }},
		{"missing-empty", func(f *fakeService) { f.missing = nil }, func(b *bench) { b.Press("Кто ещё не в чате") }},
		{"missing-failed", func(f *fakeService) {
			f.missingErr = errors.New("база данных занята: закройте другие программы и повторите")
		}, func(b *bench) { b.Press("Кто ещё не в чате") }},
		{"list-invites", nil, func(b *bench) { b.list.pane.Table.SelectKeys(1, 3); b.list.pane.Actions.Open() }},
		{"list", running, func(b *bench) { b.list.pane.Table.SelectKeys(5, 6) }},
		{"list-menu", running, func(b *bench) { b.list.pane.Table.SelectKeys(5, 6); b.list.pane.Actions.Open() }},
		{"list-problem", func(f *fakeService) {
			f.sync.Problem = "VK не принимает ключ сообщества: получите новый ключ и введите его в «Настройки системы»."
		}, nil},
		{"list-held", func(f *fakeService) {
			f.sync.Held, f.sync.Problem = true, "остановлено для безопасности: из чатов ушло бы 812 автоматических участников из 1204 (больше 20 %). Проверьте список; если всё верно, подтвердите удаление"
			f.chats[3].Strangers = 2
		}, nil},
		{"initialise-strangers", nil, func(b *bench) {
			(&initialise{deps: b.list.deps, service: b.service}).preview(model.PlanSummary{Chats: 214, Existing: 214, Strangers: model.StrangerCount{Chats: 1, People: 2}})
		}},
		{"missing-remind", nil, func(b *bench) {
			b.Press("Кто ещё не в чате")
			selectMissing(b, 0, 3)
			b.Press("Напомнить…")
		}},
		{"list-long", longNames, nil},
		{"list-empty", func(f *fakeService) { f.chats, f.sync = nil, model.SyncStatus{} }, nil},
		{"list-nothing-found", nil, func(b *bench) { b.list.pane.NameSearch.SetText("нет такого") }},
		{"list-closed", func(f *fakeService) { f.actor.Kind, f.person.Kind = model.Student, model.Student }, nil},
		{"list-delete", nil, func(b *bench) { b.list.pane.Table.SelectKeys(5, 6); b.list.deleteChosen(b.list.pane.Table.Selected()) }},
		{"list-invite", nil, func(b *bench) { b.list.showInvite(b.list.pane.Table.Rows()[4]) }},
		{"edit", nil, func(b *bench) { e := changedEdit(b); e.table.SelectKeys(103) }},
		{"edit-menu", nil, func(b *bench) { e := openEdit(b); e.table.SelectKeys(103); e.actions.Open() }},
		{"edit-long", longNames, func(b *bench) { openEdit(b) }},
		{"edit-readonly", func(f *fakeService) { f.card.Access = model.Access{See: true, ForeignOnly: true} }, func(b *bench) { openEdit(b) }},
		{"edit-unsaved", nil, func(b *bench) { changedEdit(b); b.shell.Back() }},
		{"edit-conflict", func(f *fakeService) {
			f.saveErr = &model.Conflict{Thing: "чат «ДО-19-3/Английский язык(ОГСЭ)»", Who: "Константинопольская-Преображенская Александра Владиславовна",
				At: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC), What: "наименование: ДО-19-3/Английский язык → ДО-19-3/Английский язык(ОГСЭ); " +
					"добавлены: Константинопольский-Преображенский А.-В.К., Котов Я.О., Палагина Т.П., Орлова А.П., Лебедев О.И. и ещё 12",
				Mine: "удалены: Гаршина М.С., Егорова Е.С.; больше не администраторы: Каган Н.В."}
		}, func(b *bench) { changedEdit(b); b.Press("Сохранить") }},
		{"edit-add", nil, func(b *bench) { openEdit(b).addSuggested() }},
		{"edit-add-chosen", nil, func(b *bench) {
			openEdit(b).addSuggested()
			b.Key(fyne.KeyDown)
			b.Key(fyne.KeySpace)
		}},
		{"edit-empties", nil, func(b *bench) {
			e := openEdit(b)
			e.table.SelectKeys(100, 101, 102, 103, 104, 105, 106, 107, 108)
			e.removeSelected()
			e.saveThen(nil)
		}},
		{"add", func(f *fakeService) { offer(f) }, func(b *bench) {
			b.list.addChat()
			a := b.top().(*add)
			a.types.Field.TypedRune('Г')
			a.groups.Field.TypedRune('Д')
		}},
		{"add-begin", func(f *fakeService) { offer(f) }, func(b *bench) { b.list.addChat() }},
		{"add-subject", func(f *fakeService) {
			offer(f)
			f.start.Follows = false
		}, func(b *bench) {
			b.list.addChat()
			a := b.top().(*add)
			a.types.Field.TypedRune('П')
			a.groups.Field.TypedRune('Д')
		}},
		{"initialise-choose", nil, func(b *bench) { b.list.openInitialise() }},
		{"initialise-read", nil, func(b *bench) {
			i := &initialise{deps: b.list.deps, service: b.service}
			b.late.Late = true
			i.read()
		}},
		{"initialise-preview", nil, func(b *bench) {
			i := &initialise{deps: b.list.deps, service: b.service, options: model.InitialiseOptions{KeepManual: true}}
			i.preview(samplePlan())
		}},
		{"initialise-limit", nil, func(b *bench) {
			plan := samplePlan()
			plan.Limit = model.SafetyLimit{Loss: model.Loss{Gone: 812, From: 1204}, Percent: 20}
			(&initialise{deps: b.list.deps, service: b.service}).preview(plan)
		}},
		{"initialise-nothing", nil, func(b *bench) {
			(&initialise{deps: b.list.deps, service: b.service}).preview(model.PlanSummary{Chats: 214, Existing: 214})
		}},
		{"initialise-carry", nil, func(b *bench) {
			i := &initialise{deps: b.list.deps, service: b.service, done: func() {}}
			b.late.Late = true
			i.carry()
		}},
		{"initialise-result", nil, func(b *bench) {
			(&initialise{deps: b.list.deps, service: b.service}).result(sampleReport(), nil)
		}},
	}
}
