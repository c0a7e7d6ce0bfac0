package chats

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"zvonok/model"
	"zvonok/views/drawn"
	"zvonok/views/widgets"
)

func planning(plan model.PlanSummary) *fakeService {
	f := admin()
	f.plan = plan
	return f
}

func (b *bench) check(label string) *widgets.Check {
	b.T.Helper()
	var found *widgets.Check
	drawn.Walk(b.Front(), func(o fyne.CanvasObject) {
		box, ok := o.(*widgets.Check)
		if !ok {
			return
		}
		drawn.Walk(box, func(part fyne.CanvasObject) {
			if text, ok := part.(*canvas.Text); ok && strings.HasPrefix(text.Text, label) {
				found = box
			}
		})
	})
	if found == nil {
		b.T.Fatalf("there is no box %q in front of:\n%s", label, b.Sight())
	}
	return found
}

func TestInitialiseFromBeginningToEnd(t *testing.T) {
	f := planning(samplePlan())
	f.report = sampleReport()
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.Sees("Создание/синхронизация чатов", "Учительская", "Родители", "Предметы", "Продолжить")
	b.check("Предметы").Tapped(nil)
	b.Press("Продолжить")
	want := []model.ChatType{model.ChatTeachers, model.ChatGroup, model.ChatParents}
	if len(f.previewed) != 1 || !slices.Equal(f.previewed[0].Types, want) || !f.previewed[0].KeepManual {
		t.Fatalf("previewed %+v", f.previewed)
	}
	b.Sees("До нажатия кнопки в VK ничего не отправляется", "12 новых · 202 есть", "добавить 318, удалить 4", "Новые чаты (12)", "Добавить (318)",
		"Удалить (4)", "Оставлены вручную (1)", "Цымбал Екатерина Георгиевна", "переведена в ДО-19-4", "около 15 с · 214 чатов")
	if len(f.carried) > 0 {
		t.Fatal("something was carried before the button")
	}
	b.Press("Применить: добавить 318, удалить 4")
	if len(f.carried) != 1 || f.carried[0].Fingerprint != "f1" || f.carried[0].OverLimit {
		t.Errorf("carried %+v", f.carried)
	}
	b.Sees("создано: 12", "добавлено: 270", "ждут входа: 31", "Отказы (2)", "Маслова Регина Николаевна", "закрытый профиль")
	b.Press("Готово")
	if b.DialogOpen() {
		t.Error("the result stays")
	}
	if len(f.filters) < 2 {
		t.Error("the list was not read after the run")
	}
}

func TestInitialiseNeedsAType(t *testing.T) {
	b := newBench(t, planning(samplePlan()))
	b.Press("Инициализировать список")
	for _, typ := range model.ChatTypes {
		b.check(typ.String()).Tapped(nil)
	}
	if !b.Find("Продолжить").Disabled() {
		t.Error("one may go on without a type")
	}
	b.Key(fyne.KeyEscape)
	b.Press("Закрыть без сохранения")
	if b.DialogOpen() {
		t.Error("Esc does not cancel")
	}
}

func TestInitialisePreviewWithoutThoseKept(t *testing.T) {
	f := planning(samplePlan())
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.check("Оставить добавленных вручную").Tapped(nil)
	if len(f.previewed) != 2 || f.previewed[1].KeepManual {
		t.Fatalf("previewed %+v", f.previewed)
	}
	b.Press("Применить: добавить 318, удалить 4")
	if f.carried[0].KeepManual {
		t.Error("carried with those added by hand")
	}
}

func TestInitialiseNothingToDo(t *testing.T) {
	f := planning(model.PlanSummary{Chats: 214, Existing: 214})
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.Sees("Всё уже по спискам: менять нечего.", "214 чатов")
	b.Press("Готово")
	if b.DialogOpen() || len(f.carried) > 0 {
		t.Error("something was done though there was nothing to do")
	}
}

func TestInitialiseOverTheLimit(t *testing.T) {
	plan := samplePlan()
	plan.Limit = model.SafetyLimit{Loss: model.Loss{Gone: 812, From: 1204}, Percent: 20}
	f := planning(plan)
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.Sees("Слишком много участников будет удалено", "812 из 1204 участников", "67 %, а предел — 20 %")
	if !b.Find("Применить: добавить 318, удалить 4").Disabled() {
		t.Error("the button works without the confirmation")
	}
	b.Key(fyne.KeyReturn)
	if len(f.carried) > 0 {
		t.Fatal("Enter carried the plan without the confirmation")
	}
	sure := b.check("Список верный: удалить 812 участников")
	sure.Tapped(nil)
	sure.Tapped(nil)
	if !b.Find("Применить: добавить 318, удалить 4").Disabled() {
		t.Error("the button works after the confirmation was taken back")
	}
	sure.Tapped(nil)
	b.Press("Применить: добавить 318, удалить 4")
	if len(f.carried) != 1 || !f.carried[0].OverLimit {
		t.Errorf("carried %+v", f.carried)
	}
}

// TestInitialiseOverTheLimitOfAType: the chats of one type that would all but empty are named.
func TestInitialiseOverTheLimitOfAType(t *testing.T) {
	plan := samplePlan()
	plan.Limit = model.SafetyLimit{Loss: model.Loss{Gone: 748, From: 6786}, Percent: 20, Types: map[model.ChatType]model.Loss{model.ChatParents: {Gone: 748, From: 867}}}
	b := newBench(t, planning(plan))
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.Sees("Из чатов «Родители» будет удалено 748 из 867 участников", "86 %, а предел — 20 %")
	b.SeesNot("Из всех чатов")
	if !b.Find("Применить: добавить 318, удалить 4").Disabled() {
		t.Error("the button works without the confirmation")
	}
}

func TestInitialiseErrors(t *testing.T) {
	f := planning(samplePlan())
	f.previewErr = errors.New("VK не отвечает: проверьте интернет.")
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.Sees("Не удалось узнать, что изменится", "VK не отвечает: проверьте интернет.")
	b.Press("Понятно")
	f.previewErr, f.initialiseErr = nil, errors.New("Ключ сообщества не принят.")
	b.Press("Инициализировать список")
	b.Press("Продолжить")
	b.Press("Применить: добавить 318, удалить 4")
	b.Sees("Синхронизация не закончена", "Ключ сообщества не принят.", "она продолжит с того же места")
}

func TestInitialiseReadingCanBeCancelled(t *testing.T) {
	f := planning(samplePlan())
	b := newBench(t, f)
	b.Press("Инициализировать список")
	b.late.Late = true
	b.Press("Продолжить")
	b.Sees("Сравниваем чаты в VK со списками колледжа", "Проверяем, что уже есть в VK")
	b.Key(fyne.KeyEscape)
	b.late.Run()
	if b.DialogOpen() {
		t.Error("the preview came although it was cancelled")
	}
}

func TestInitialiseStop(t *testing.T) {
	f := planning(samplePlan())
	b := newBench(t, f)
	f.onCarry = func(context.Context) {
		b.Sees("Синхронизация: 61 из 214, осталось около 20 с")
		b.Press("Остановить")
		b.Sees("Останавливаем: начатые запросы будут закончены")
	}
	i := &initialise{deps: b.list.deps, service: f, done: func() {}}
	i.carry()
	b.Sees("Синхронизация остановлена. Сделанное сохранено")
}

func TestInitialiseInTheBackground(t *testing.T) {
	for name, putAway := range map[string]func(*bench){
		"button": func(b *bench) { b.Press("Свернуть") },
		"Esc":    func(b *bench) { b.Key(fyne.KeyEscape) },
		"Enter":  func(b *bench) { b.Key(fyne.KeyReturn) },
	} {
		t.Run(name, func(t *testing.T) {
			f := planning(samplePlan())
			f.report = sampleReport()
			b := newBench(t, f)
			f.onCarry = func(ctx context.Context) {
				putAway(b)
				if ctx.Err() != nil {
					t.Error("putting the dialog away stopped the run")
				}
				if b.DialogOpen() {
					t.Error("the dialog stays")
				}
			}
			i := &initialise{deps: b.list.deps, service: f, done: func() {}}
			i.carry()
			b.Sees("Синхронизация закончена, есть 2 отказа", "Показать")
			if b.DialogOpen() {
				t.Error("the result came by itself over other work")
			}
		})
	}
}
