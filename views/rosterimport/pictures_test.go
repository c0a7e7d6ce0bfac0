//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package rosterimport

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/viewtest"
)

// TestPictures draws every screen and dialog, as viewtest.Pictures says.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, scenes(), func(s scene) string { return s.name }, func(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
		b := newBench(t, &fakeService{}, size, look)
		s.show(b)
		return b.Window
	})
}

type scene struct {
	name string
	show func(*bench)
}

func scenes() []scene {
	importOf := func(p model.ImportPreview, err error) func(*bench) {
		return func(b *bench) {
			b.service.preview, b.service.previewErr = p, err
			b.open(func(string) {}).Open([]string{"колледж.xlsx"})
		}
	}
	long := samplePreview()
	for i := range long.Sections {
		for j := range long.Sections[i].Lines {
			l := &long.Sections[i].Lines[j]
			l.Title, l.Detail = "Константинопольская-Преображенская Александра-Владислава Константиновна", "ОЧЕНЬ-ДЛИННАЯ-23-1/Междисциплинарный курс"
		}
	}
	return []scene{
		{"choose", importOf(model.ImportPreview{}, errors.New("файл «кот.jpg» не похож на списки: выберите книгу XLSX, архив или папку CSV"))},
		{"preview", importOf(samplePreview(), nil)},
		{"doubtful", importOf(doubtful(), nil)},
		{"doubts", func(b *bench) { importOf(doubtful(), nil)(b); b.Press("Тот же человек? (2)") }},
		{"doubts-many", func(b *bench) {
			p := manyDoubtful()
			for n := range 30 {
				d := p.Doubts[n%2]
				d.Key, d.Group = string(rune('a'+n)), "ОЧЕНЬ-ДЛИННАЯ-23-1 › ОЧЕНЬ-ДЛИННАЯ-23-2"
				p.Doubts = append(p.Doubts, d)
			}
			importOf(p, nil)(b)
			b.Press("Тот же человек? (30)")
			viewtest.InFront[*table.Select[doubtAnswer]](&b.Person)[0].Field.TypedRune('т')
		}},
		{"long", importOf(long, nil)},
		{"many", importOf(many(), nil)},
		{"many-doubtful", importOf(manyDoubtful(), nil)},
		{"nothing", importOf(model.ImportPreview{Files: []string{"колледж.xlsx"}, Sections: []model.ImportSection{{Key: "groups", Title: "Группы", Unchanged: 24}}}, nil)},
		{"problems", importOf(sampleProblems(), nil)},
	}
}
