package remotelessons

import (
	"testing"
	"time"

	"zvonok/model"
	"zvonok/views/widgets"
)

func TestStatus(t *testing.T) {
	plain, timeless, finished := english(), english(), english()
	plain.Remote = nil
	timeless.Remote, timeless.Begins, timeless.Ends = nil, time.Time{}, time.Time{}
	finished.Remote.Finished = at(10, 30)
	endless := english()
	endless.Remote, endless.Ends = nil, time.Time{}
	tomorrow := english()
	tomorrow.Remote.Begins, tomorrow.Remote.Ends = at(34, 15), at(35, 0)
	tests := []struct {
		name string
		line model.LessonLine
		now  time.Time
		want string
		tone widgets.Tone
	}{
		{"long before", english(), at(8, 9), "начнётся через 2 ч 6 мин", widgets.ToneNeutral},
		{"whole hours before", english(), at(8, 15), "начнётся через 2 ч", widgets.ToneNeutral},
		{"soon", english(), at(10, 3), "начнётся через 12 мин", widgets.ToneWaiting},
		{"a second before", english(), at(10, 15).Add(-time.Second), "начнётся через 1 мин", widgets.ToneWaiting},
		{"at its start", english(), at(10, 15), "идёт сейчас", widgets.ToneGood},
		{"a second before its end", english(), at(11, 0).Add(-time.Second), "идёт сейчас", widgets.ToneGood},
		{"at its end", english(), at(11, 0), "завершено", widgets.ToneNeutral},
		{"ended by hand", finished, at(10, 31), "завершено", widgets.ToneNeutral},
		{"by the timetable", plain, at(10, 3), "идёт сейчас", widgets.ToneGood},
		{"over by the timetable", plain, at(11, 30), "завершено", widgets.ToneNeutral},
		{"without a time", timeless, at(10, 3), "", widgets.ToneNeutral},
		{"without a time, the day after", timeless, at(34, 0), "завершено", widgets.ToneNeutral},
		{"begun, with no end known", endless, at(10, 16), "идёт сейчас", widgets.ToneGood},
		{"tomorrow", tomorrow, at(10, 3), "завтра", widgets.ToneNeutral},
		{"later than tomorrow", tomorrow, at(-14, 3), "", widgets.ToneNeutral},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, tone := Status(test.line, test.now.In(zone)); got != test.want || tone != test.tone {
				t.Errorf("got %q of tone %v, want %q of %v", got, tone, test.want, test.tone)
			}
		})
	}
}

func TestDetails(t *testing.T) {
	line := english()
	if got, want := Details(line, now), "Сегодня, 10:15–11:00 · ДО-19-3 · Каган Н.В."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	line.Mine, line.Remote, line.Begins, line.Ends = true, nil, time.Time{}, time.Time{}
	line.Date = line.Date.AddDate(0, 0, 3)
	if got, want := Details(line, now), "Пн, 23\u00a0октября · ДО-19-3"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
