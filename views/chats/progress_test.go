package chats

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"zvonok/views/viewtest"
)

func TestTimeLeft(t *testing.T) {
	cases := map[time.Duration]string{
		4 * time.Second:                "меньше 10 с",
		18 * time.Second:               "около 20 с",
		61 * time.Second:               "около 1 мин",
		150 * time.Second:              "около 3 мин",
		time.Hour:                      "около 1 ч",
		80*time.Minute + 5*time.Second: "около 1 ч 20 мин",
	}
	for left, want := range cases {
		if got := timeLeft(left); got != want {
			t.Errorf("TimeLeft(%v) = %q, want %q", left, got, want)
		}
	}
}

func TestProgress(t *testing.T) {
	p := newProgress()
	stopped := 0
	p.OnCancel = func() { stopped++ }
	w := viewtest.NewWindow(t, container.NewHBox(p))
	p.SetState("Синхронизация: 61 из 214 чатов", 61, 214, 20*time.Second)
	if want := "Синхронизация: 61 из 214 чатов, осталось около 20 с"; p.words() != want {
		t.Errorf("words = %q, want %q", p.words(), want)
	}
	w.Canvas().FocusNext()
	viewtest.Keys(w.Canvas().Focused(), fyne.KeyReturn)
	if stopped != 1 {
		t.Errorf("stopped %d times, want once", stopped)
	}
	p.SetState("", 5, 0, 0)
	if p.share() != 0 {
		t.Errorf("share of an unknown total = %v", p.share())
	}
}
