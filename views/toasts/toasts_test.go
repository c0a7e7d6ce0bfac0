package toasts

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"zvonok/views/draw"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestToastsComeAndGo(t *testing.T) {
	toasts, clock := New(), &viewtest.Timers{}
	toasts.SetTimer(clock.Timer)
	below := 0
	button := widgets.NewSecondary("Под ними", func() { below++ })
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewStack(button), toasts))
	undone := 0
	toasts.Tell("Сохранено", widgets.ToneGood)
	toasts.TellAction("Удалено", widgets.ToneRefused, "Отменить", func() { undone++ })
	if len(toasts.shown) != 2 {
		t.Fatalf("%d toasts are shown, want 2", len(toasts.shown))
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 20))
	if below != 1 {
		t.Error("the layer of the toasts takes clicks beside them")
	}
	clock.Pass(toastTime)
	if len(toasts.shown) != 1 || toasts.shown[0].text != "Удалено." {
		t.Fatal("the short message should be gone, the bad news not")
	}
	test.Tap(toasts.shown[0].action)
	if undone != 1 || len(toasts.shown) != 0 {
		t.Errorf("undone %d times, %d toasts left", undone, len(toasts.shown))
	}
	toasts.Tell("Ещё", widgets.ToneGood)
	w.Resize(fyne.NewSize(800, 401)) // lays the toast out
	test.TapCanvas(w.Canvas(), draw.Absolute(toasts.shown[0]).AddXY(3, 3))
	if len(toasts.shown) != 0 || below != 1 {
		t.Error("a click does not dismiss the toast")
	}
}

// TestToastsWait: a message stays while the pointer is on it, and while the keyboard or the pointer is at its link.
func TestToastsWait(t *testing.T) {
	toasts, clock := New(), &viewtest.Timers{}
	toasts.SetTimer(clock.Timer)
	w := viewtest.NewWindow(t, widgets.NewLayers(widgets.NewSecondary("Под ними", func() {}), toasts))
	for name, hold := range map[string]struct{ begin, end func(one *toast) }{
		"pointer":         {func(one *toast) { one.MouseIn(nil) }, func(one *toast) { one.MouseOut() }},
		"keyboard":        {func(one *toast) { w.Canvas().Focus(one.action) }, func(*toast) { w.Canvas().Unfocus() }},
		"pointer at link": {func(one *toast) { one.action.MouseIn(&desktop.MouseEvent{}) }, func(one *toast) { one.action.MouseOut() }},
	} {
		toasts.TellAction("Удалено", widgets.ToneGood, "Отменить", func() {})
		one := toasts.shown[0]
		hold.begin(one)
		clock.Pass(toastTimeLong)
		clock.Pass(toastTimeLong)
		if len(toasts.shown) != 1 {
			t.Fatalf("%s: the message went from under the hand", name)
		}
		hold.end(one)
		clock.Pass(toastTime)
		if len(toasts.shown) != 1 {
			t.Fatalf("%s: the link went as soon as a message without one", name)
		}
		clock.Pass(toastTimeLong - toastTime)
		if len(toasts.shown) != 0 {
			t.Fatalf("%s: the message stays for ever", name)
		}
	}
}

func TestToastsDoNotPileUp(t *testing.T) {
	toasts, clock := New(), &viewtest.Timers{}
	toasts.SetTimer(clock.Timer)
	viewtest.NewWindow(t, widgets.NewLayers(widgets.NewSecondary("Под ними", func() {}), toasts))
	texts := func() string {
		var texts []string
		for _, one := range toasts.shown {
			texts = append(texts, one.text)
		}
		return strings.Join(texts, "|")
	}
	toasts.Tell("Сохранено", widgets.ToneGood)
	toasts.Tell("Удалено", widgets.ToneGood)
	clock.Pass(toastTime / 2)
	toasts.Tell("Сохранено", widgets.ToneGood)
	if got := texts(); got != "Удалено.|Сохранено." {
		t.Errorf("the same again gives %q", got)
	}
	clock.Pass(toastTime / 2)
	if got := texts(); got != "Сохранено." {
		t.Errorf("a message that began again is shown as %q", got)
	}
	clock.Pass(toastTime / 2)
	if got := texts(); got != "" {
		t.Errorf("%q stays for ever", got)
	}
	for range 2 { // each can be undone
		toasts.TellAction("Удалено", widgets.ToneGood, "Отменить", func() {})
	}
	toasts.Tell("Не сохранено", widgets.ToneRefused)
	toasts.Tell("Не сохранено", widgets.ToneGood)
	if got := texts(); got != "Не сохранено.|Не сохранено." {
		t.Errorf("there stand %q", got)
	}
	for n := range 50 { // a desk whose line is back hears of many things at once
		toasts.Tell(fmt.Sprint("Занятие ", n), widgets.ToneWaiting)
	}
	if got := texts(); got != "Занятие 48.|Занятие 49." {
		t.Errorf("after many there stand %q", got)
	}
}

// TestToastOfANarrowWindow: at 200 % the words began left of the window, and then had the width of a word beside a long link.
func TestToastOfANarrowWindow(t *testing.T) {
	toasts := New()
	toasts.SetTimer((&viewtest.Timers{}).Timer)
	w := viewtest.NewWindow(t, widgets.NewLayers(container.NewStack(), toasts))
	toasts.TellAction("Занятие открыто в браузере. Нажмите там «Присоединиться с видео».", widgets.ToneGood, "Звонок не открылся: создать новый", func() {})
	w.Resize(fyne.NewSize(512, 300))
	one := toasts.shown[0]
	if lost := viewtest.Lost(w); len(lost) > 0 || one.words.Size().Width < wordsLeast {
		t.Errorf("the words have %.0f, and nobody can read %q", one.words.Size().Width, lost)
	}
	if one.action.Position().Y < one.words.Position().Y+one.words.Size().Height {
		t.Error("the link lies upon the words")
	}
}
