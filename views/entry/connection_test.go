package entry

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
)

var (
	errKey = errors.New("по этому адресу отвечает не сервер вашего колледжа: его ключ другой. Спросите у администратора ПОО новую ссылку подключения")
	errFar = errors.New("сервер колледжа не отвечает: проверьте, что этот компьютер в сети колледжа, а компьютер с колледжем включён")
)

// goodChecks are those of a connection that is in order.
func goodChecks() []model.ConnectionCheck {
	address := ourCollege.Link.Addresses[0]
	return []model.ConnectionCheck{{Step: model.CheckAddress, Address: address}, {Step: model.CheckKey, Address: address},
		{Step: model.CheckVersion, Address: address}, {Step: model.CheckTime, Address: address}}
}

// away is a desk of a college on another computer, which knows two more.
func away(f *fakeService) {
	current, other := ourCollege, model.KnownCollege{Name: longCollege, Link: model.ConnectionLink{College: "c2", Addresses: manyAddresses}}
	current.Current = true
	f.connect = &fakeConnect{far: true, here: true, offered: ourCollege, colleges: []model.KnownCollege{current, other},
		checks: []model.ConnectionCheck{{Step: model.CheckAddress, Address: "college.local:8473", Err: errFar}, goodChecks()[0],
			{Step: model.CheckKey, Err: errKey}}}
}

// unreachable is a desk whose college does not answer at the start.
func unreachable(f *fakeService) {
	away(f)
	f.entryErr = errFar
}

// TestUnreached: a college that does not answer at the start is a page that says why and what helps, and no dialog.
func TestUnreached(t *testing.T) {
	b := newBench(t, unreachable)
	b.entry.Start()
	b.Sees("Нет связи с колледжем", "Сервер колледжа не отвечает: проверьте", "Сменить адрес колледжа…", "Другой колледж…", "Проверить соединение")
	if b.DialogOpen() {
		t.Error("a dialog opens by itself")
	}
	b.service.entryErr = nil
	b.enter() // «Повторить» has the focus
	b.Sees("Вход в «Звонок»")
}

// TestCheckConnection: each step is told in words, those too that were not come to, and a new check takes the old one's place.
func TestCheckConnection(t *testing.T) {
	b := newBench(t, away)
	b.entry.Start()
	b.exec.Late = true
	b.Press("Проверить соединение")
	b.Sees("Проверяем…")
	b.exec.Release()
	b.Sees("✗ Адрес college.local:8473. Сервер колледжа не отвечает", "✓ Адрес 192.168.1.5:8473 — отвечает",
		"✗ Ключ сервера. По этому адресу отвечает не сервер вашего колледжа", "· Версия программы — не проверялось", "· Часы — не проверялось")
	b.connect.checks = goodChecks()
	b.Press("Проверить снова")
	b.Sees("✓ Ключ сервера — это сервер вашего колледжа", "✓ Версия программы — подходит", "✓ Часы — идут одинаково")
	b.SeesNot("✗", "не проверялось", "Проверяем…")
	b.exec.Late = true
	b.Press("Проверить снова")
	b.Press("Закрыть")
	b.exec.Release()
	if b.DialogOpen() {
		t.Error("a late answer opened the dialog again")
	}
}

// TestChangeAddress: a link of the same college is taken over, and another text or college refused in words.
func TestChangeAddress(t *testing.T) {
	b := newBench(t, unreachable)
	b.entry.Start()
	b.Press("Сменить адрес колледжа…")
	b.Sees("Что ждёт отправки, останется на этом компьютере")
	b.fill("192.168.1.5")
	b.Press("Сменить адрес")
	b.Sees("Это не ссылка подключения к колледжу")
	b.asked()
	link := ourCollege.Link.String()
	b.fill(link)
	b.connect.err = errors.New("это ссылка другого колледжа")
	b.Press("Сменить адрес")
	b.Sees("Это ссылка другого колледжа.")
	b.connect.err, b.service.entryErr = nil, nil
	b.Press("Сменить адрес")
	b.asked("address "+link, "address "+link)
	if b.reopens != 1 || b.DialogOpen() {
		t.Errorf("opened again %d times", b.reopens)
	}
}

// TestOtherCollege: the colleges that this computer knows are opened, left for another one, and forgotten.
func TestOtherCollege(t *testing.T) {
	b := newBench(t, away)
	b.entry.Start()
	list := func() *table.Table[model.KnownCollege, string] {
		b.Press("Другой колледж…")
		return viewtest.InFront[*table.Table[model.KnownCollege, string]](&b.Person)[0]
	}
	list()
	b.Sees("Педагогический колледж · открыт сейчас", "Колледж на этом компьютере")
	b.enter() // the open one
	if len(b.connect.asked) > 0 || !b.DialogOpen() {
		t.Errorf("the open college is opened: %q", b.connect.asked)
	}
	b.Press("Отмена")
	list().SelectKeys("c2")
	b.connect.err = errors.New("на диске нет места")
	b.Press("Открыть")
	b.Sees("Колледж не открыт", "На диске нет места.")
	b.Press("Понятно")
	b.connect.err = nil
	b.Press("Открыть")
	b.asked("choose c2", "choose c2")
	list().SelectKeys("")
	b.Press("Забыть…") // there is nothing to be forgotten
	b.Press("Открыть")
	list()
	b.Press("Забыть…")
	b.Sees("Этот компьютер забудет, как подключаться к колледжу «Педагогический колледж»")
	b.Press("Забыть колледж")
	b.asked("choose c2", "choose c2", "choose ", "forget c1")
	if b.reopens != 3 || b.DialogOpen() {
		t.Errorf("opened again %d times", b.reopens)
	}
	list()
	b.Press("Подключиться к другому…")
	b.Sees("Ссылка подключения")
	b.Key(fyne.KeyEscape)
	b.Sees("Вход в «Звонок»")
}

// TestOwnCollegeKnowsOthers: at a college of this computer others are offered only where some are known.
func TestOwnCollegeKnowsOthers(t *testing.T) {
	b := newBench(t, func(f *fakeService) { f.connect = &fakeConnect{here: true} })
	b.entry.Start()
	b.SeesNot("Другой колледж…", "Проверить соединение")
	b.connect.colleges = []model.KnownCollege{ourCollege}
	b.entry.Start()
	b.Sees("Другой колледж…")
	b.SeesNot("Проверить соединение")
	b.Press("Другой колледж…")
	b.Sees("Колледж на этом компьютере · открыт сейчас")
	b = newBench(t, stranger)
	b.connect.colleges = []model.KnownCollege{ourCollege}
	b.entry.Start()
	b.Press("Подключиться к колледжу")
	b.Sees("Другой колледж", "Педагогический колледж")
	b.SeesNot("Колледж на этом компьютере ·")
}
