package entry

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// doubtful is a roster that takes too many away and holds people under other names.
func doubtful() model.ImportPreview {
	p := samplePreview()
	p.Over = []string{"из группы ДО-19-3 уйдут 13 студентов из 13"}
	p.Doubts = []model.ImportDoubt{
		{Key: "a", Person: 11, New: model.ParseName("Белова Юлия Алексеевна"), Old: model.ParseName("Анисимова Юлия Алексеевна"), Group: "ДО-19-3"},
		{Key: "b", Person: 12, New: model.ParseName("Константинопольская-Преображенская Александра Владиславовна"),
			Old: model.ParseName("Цымбал Александра Владиславовна"), Group: "ДО-19-3"},
	}
	return p
}

// TestImportOverLimit: a roster that takes too many away is loaded only after that was confirmed.
func TestImportOverLimit(t *testing.T) {
	b, s, done := importing(t, func(f *fakeService) { f.preview = doubtful() })
	s.read([]string{"колледж.xlsx"})
	b.Sees("Остановлено для безопасности: из группы ДО-19-3 уйдут 13 студентов из 13", "Проверьте, тот ли это файл")
	s.apply()
	if len(b.service.applied) != 0 {
		t.Fatal("loaded without a confirmation")
	}
	tick(b, 1)
	if got := b.service.choices; len(got) != 1 || !got[0].OverLimit {
		t.Fatalf("decided %+v", got)
	}
	s.apply()
	if len(b.service.applied) != 1 || b.service.applied[0] != 4 || len(*done) != 1 {
		t.Errorf("applied %v, done %v", b.service.applied, *done)
	}
}

// TestImportKeepGone: those whom the file does not name may stay.
func TestImportKeepGone(t *testing.T) {
	b, s, _ := importing(t, func(f *fakeService) { f.preview = samplePreview() })
	s.read([]string{"колледж.xlsx"})
	tick(b, 0)
	if got := b.service.choices; len(got) != 1 || !got[0].KeepGone {
		t.Fatalf("decided %+v", got)
	}
	tick(b, 0)
	if got := b.service.choices; len(got) != 2 || got[1].KeepGone {
		t.Fatalf("decided %+v", got)
	}
}

// TestImportDoubts: who is who is answered for each, and may be taken back.
func TestImportDoubts(t *testing.T) {
	b, s, _ := importing(t, func(f *fakeService) { f.preview = doubtful() })
	s.read([]string{"колледж.xlsx"})
	b.Press("Тот же человек? (2)")
	b.Sees("Белова Юлия Алексеевна", "Анисимова Юлия Алексеевна")
	b.Press("Применить")
	if got := b.service.choices; len(got) != 1 || len(got[0].Same) != 0 {
		t.Fatalf("decided %+v", got)
	}
	s.view.change(func(c *model.ImportChoices) { c.Same = map[string]model.PersonID{"a": 11} })
	b.service.preview.Doubts = b.service.preview.Doubts[1:] // the answered one is none any more
	s.view.change(func(c *model.ImportChoices) { c.KeepGone = true })
	b.Sees("Тот же человек? (2)")
	if got := b.service.choices[2]; !got.KeepGone || got.Same["a"] != 11 {
		t.Errorf("an answer is forgotten: %+v", got)
	}
}

// tick taps a checkbox of the page, counted from the top.
func tick(b *bench, at int) {
	b.T.Helper()
	viewtest.InFront[*widgets.Check](&b.Person)[at].Tapped(&fyne.PointEvent{})
}
