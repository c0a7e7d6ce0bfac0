//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package remotelessons

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

// TestPictures draws every dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, draw)
}

func draw(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
	t.Helper()
	b := newBenchLook(t, s.service, size, look)
	s.show(b)
	return b.Window
}

type scene struct {
	name    string
	service *fakeService
	show    func(*bench)
}

func scenes() []scene {
	open := func(b *bench) { Open(b.desk(), b.service, english()) }
	return []scene{
		{"choice", &fakeService{}, open},
		{"choice-long", &fakeService{}, func(b *bench) {
			line := english()
			line.Subject = "Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
			line.GroupName = "ОЧЕНЬ-ДЛИННАЯ-23-1"
			line.Teachers = []model.Name{model.ParseName("Константинопольская-Преображенская Александра Владиславовна")}
			Open(b.desk(), b.service, line)
		}},
		{"choice-teacher", &fakeService{}, func(b *bench) { Open(b.desk(), b.service, mine()) }},
		{"opened-teacher", &fakeService{way: model.WayBrowser}, func(b *bench) { Open(b.desk(), b.service, mine()) }},
		{"needs-link", &fakeService{way: model.WayBrowser, openErr: model.ErrNeedsLink}, func(b *bench) { Open(b.desk(), b.service, mine()) }},
		{"early", &fakeService{mayErr: model.ErrNotBegun}, open},
		{"over", &fakeService{mayErr: model.ErrOver, now: at(12, 0).In(zone)}, open},
		{"edit-pasted", &fakeService{source: model.SourcePasted}, func(b *bench) {
			Edit(b.desk(), b.service, plain(), func() {})
			b.fill(linkPlaceholder, "https://vk.ru.example.com/call/join/abc")
			each(b, func(c *widgets.Check) { c.SetChecked(true) })
			b.Press("Сохранить")
		}},
		{"edit-auto", &fakeService{source: model.SourceAgent}, func(b *bench) {
			Edit(b.desk(), b.service, plain(), func() {})
			each(b, func(s *table.Select[model.PostWhen]) { s.Field.TypedRune('з') })
		}},
		{"edit-again", &fakeService{source: model.SourceToken}, func(b *bench) { Edit(b.desk(), b.service, english(), func() {}) }},
		{"edit-stream", &fakeService{source: model.SourceAgent, day: day()}, func(b *bench) { Edit(b.desk(), b.service, plain(), func() {}) }},
		{"edit-stream-again", &fakeService{source: model.SourceAgent, day: day()}, func(b *bench) { Edit(b.desk(), b.service, streamed(), func() {}) }},
		{"edit-stream-asks", &fakeService{source: model.SourceAgent}, func(b *bench) {
			Edit(b.desk(), b.service, streamed(), func() {})
			b.fill("10:15", "10:30")
			b.Press("Сохранить")
		}},
		{"paste", &fakeService{}, func(b *bench) { PasteLink(b.desk(), b.service, english(), "", func() {}) }},
		{"failed", &fakeService{way: model.WayProgram, openErr: errProgram}, open},
	}
}

// day are lessons of the teacher that may share a call.
func day() (lines []model.LessonLine) {
	for i, group := range []string{"ДО-19-4", "ДО-19-5"} {
		line := plain()
		line.ID, line.Teaching, line.GroupName, line.Mine = model.LessonID(20+i), model.TeachingID(40+i), group, true
		lines = append(lines, line)
	}
	lines[1].Subject = "Междисциплинарный курс «Теоретические и методические основы организации игровой деятельности»"
	return lines
}
