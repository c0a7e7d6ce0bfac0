package entry

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"zvonok/model"
	"zvonok/views/draw"
	"zvonok/views/drawn"
)

// stranger is a computer that has no college yet and knows none.
func stranger(f *fakeService) {
	f.entry = model.Entry{}
	f.connect = &fakeConnect{offered: ourCollege}
}

// asked fails the test unless that is what was asked of the program, in this order.
func (b *bench) asked(want ...string) {
	b.T.Helper()
	if !slices.Equal(b.connect.asked, want) {
		b.T.Errorf("asked %q, want %q", b.connect.asked, want)
	}
}

// TestConnectByLink: a pasted link leads over the college's name to its sign-in; nothing is remembered before «Да, войти».
func TestConnectByLink(t *testing.T) {
	b := newBench(t, stranger)
	b.entry.Start()
	b.Press("Подключиться к колледжу")
	b.Press("Подключиться")
	b.Sees("Вставьте ссылку или заполните поля ниже")
	b.fill("https://vk.ru")
	b.Press("Подключиться")
	b.Sees("Это не ссылка подключения к колледжу")
	b.asked()

	link := ourCollege.Link.String()
	b.fill("  " + link + "\n")
	b.connect.err = errors.New("по этому адресу никто не отвечает: проверьте, что компьютер колледжа включён")
	b.enter()
	b.Sees("По этому адресу никто не отвечает: проверьте, что компьютер колледжа включён.")
	b.connect.err = nil
	b.enter()
	b.Sees("Это «Педагогический колледж»?", "192.168.1.5:8473")
	b.Key(fyne.KeyEscape)
	b.Sees("Ссылка подключения")
	if b.fields()[0].Text == "" {
		t.Error("the link is to be pasted again")
	}
	b.Press("Подключиться")
	b.connect.err = errors.New("на диске нет места")
	b.Press("Да, войти")
	b.Sees("На диске нет места.")
	if b.reopens != 0 {
		t.Error("went on without the college")
	}
	b.connect.err = nil
	b.enter()
	offer := "offer " + link
	b.asked(offer, offer, offer, "join c1", "join c1")
	if b.reopens != 1 {
		t.Errorf("opened again %d times", b.reopens)
	}
}

// TestRefusalIsInSight: at 200 % on a screen of 600 points what was wrong was said below the edge of the window.
func TestRefusalIsInSight(t *testing.T) {
	b := newBench(t, stranger)
	b.Window.Resize(fyne.NewSize(512, 300))
	b.entry.Start()
	b.Press("Подключиться к колледжу")
	b.fill("", "192.168.1.5", "k7mp")
	b.Press("Подключиться")
	b.inSight("Проверочный код —")
	b.fill("https://vk.ru")
	b.Press("Подключиться")
	b.inSight("Это не ссылка")
}

// inSight fails the test unless a line that begins so is within the window.
func (b *bench) inSight(begins string) {
	b.T.Helper()
	said := false
	drawn.Walk(b.Front(), func(o fyne.CanvasObject) {
		line, ok := o.(*canvas.Text)
		if !ok || !strings.HasPrefix(line.Text, begins) {
			return
		}
		said = true
		if top := draw.Absolute(line).Y; top < 0 || top+line.Size().Height > b.Window.Canvas().Size().Height {
			b.T.Errorf("%q is at %.0f", line.Text, top)
		}
	})
	if !said {
		b.T.Errorf("nobody says %q in:\n%s", begins, b.Sight())
	}
}

// TestConnectBySlip: what a slip says is typed in any way, and what is wrong with it is said at its field.
func TestConnectBySlip(t *testing.T) {
	code := ourCollege.Link.Pins[0].Code()
	b := newBench(t, stranger)
	b.entry.Start()
	b.Press("Подключиться к колледжу")
	b.fill("", "", "k7mp")
	b.Press("Подключиться")
	b.Sees("Введите адрес с листка")
	b.fill("", " college.local ", "k7mp")
	b.enter()
	b.enter() // in the code's field now
	b.SeesNot("Введите адрес с листка")
	b.Sees("Проверочный код — 20 латинских букв и цифр")
	b.asked()
	b.fill("", " college.local ", strings.ToUpper(strings.ReplaceAll(code, "-", " ")))
	b.Window.Canvas().Focus(b.fields()[1])
	if got := b.fields()[2].Text; got != code {
		t.Errorf("the code that was left is %q", got)
	}
	b.Press("Подключиться")
	b.asked("slip college.local " + code)
	b.Sees("Это «Педагогический колледж»?")
	b.Press("Назад")
	if got := b.fields(); got[1].Text != " college.local " || got[2].Text != code {
		t.Errorf("what was typed became %q, %q", got[1].Text, got[2].Text)
	}
	b.Key(fyne.KeyEscape)
	b.Sees("Добро пожаловать")
}

// TestConnectKeys: Tab goes through the fields to the buttons in their order.
func TestConnectKeys(t *testing.T) {
	b := newBench(t, stranger)
	b.entry.Start()
	b.entry.connect("", b.entry.welcome)
	test.Type(b.Window.Canvas().Focused(), "1")
	for _, text := range []string{"2", "3"} {
		b.Window.Canvas().FocusNext()
		test.Type(b.Window.Canvas().Focused(), text)
	}
	for i, want := range []string{"1", "2", "3"} {
		if got := b.fields()[i].Text; got != want {
			t.Errorf("field %d has %q", i, got)
		}
	}
	for _, want := range []string{"Подключиться", "Назад"} {
		b.Window.Canvas().FocusNext()
		if got := b.Window.Canvas().Focused(); got != b.Find(want).(fyne.Focusable) {
			t.Errorf("the focus is at %v instead of %s", got, want)
		}
	}
	b.enter()
	b.Sees("Добро пожаловать")
}

// TestConnectLeft: a late answer does not bring back a page that was left.
func TestConnectLeft(t *testing.T) {
	b := newBench(t, stranger)
	b.entry.Start()
	b.Press("Подключиться к колледжу")
	b.fill(ourCollege.Link.String())
	b.exec.Late = true
	b.Press("Подключиться")
	b.Sees("Подключаемся…")
	b.Press("Подключаемся…")
	b.Press("Назад")
	b.exec.Release()
	b.Sees("Добро пожаловать")
	b.asked("offer " + ourCollege.Link.String())
}

// TestStartedByLink: a link that the program was started with is filled in, once; the college of the computer stays.
func TestStartedByLink(t *testing.T) {
	link := ourCollege.Link.String()
	b := newBench(t, func(f *fakeService) { f.connect, f.link = &fakeConnect{here: true, offered: ourCollege}, link })
	b.entry.Start()
	if got := b.fields()[0].Text; got != link {
		t.Errorf("filled in is %q", got)
	}
	b.Press("Назад")
	b.Sees("Вход в «Звонок»")
	b.SeesNot("Другой колледж…", "Сменить адрес")
	b.entry.Start()
	b.Sees("Вход в «Звонок»")
}

// TestLinkWhileOpen: a link that comes while the window is open is offered while nobody is signed in. A person at work
// keeps the screens, and so does the owner of the file, who has no account.
func TestLinkWhileOpen(t *testing.T) {
	link := ourCollege.Link.String()
	b := newBench(t, func(f *fakeService) { f.connect = &fakeConnect{here: true, offered: ourCollege} })
	b.entry.Start()
	b.entry.Offer(link)
	if got := b.fields()[0].Text; got != link {
		t.Errorf("filled in is %q", got)
	}
	b.Press("Назад")
	b.Sees("Вход в «Звонок»")

	b = newBench(t, func(f *fakeService) {
		f.connect, f.entry = &fakeConnect{here: true, offered: ourCollege}, model.Entry{Founded: true}
	})
	b.entry.Start()
	b.entry.Offer(link)
	b.Sees("Сейчас в этом окне работают")
	b.SeesNot("Ссылка подключения")
}
