//go:build !race

// Drawing happens on one goroutine: the race detector finds nothing in it and takes minutes.

package find

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/viewtest"
)

type scene struct {
	name    string
	prepare func(*fakeService)
	text    string
}

// TestPictures draws the search in each of its states.
func TestPictures(t *testing.T) {
	viewtest.Pictures(t, []scene{
		{"empty", nil, ""},
		{"found", nil, "пестова"},
		{"nothing", func(f *fakeService) { f.found = nil }, "ъъъ"},
		{"failed", func(f *fakeService) {
			f.found, f.err = nil, errors.New("нет связи с колледжем: подождите или проверьте сеть")
		}, "пестова"},
		{"many", func(f *fakeService) {
			f.found, f.more = nil, 1734
			for i := range int64(model.MostFound) {
				f.found = append(f.found, model.Found{Kind: model.FoundPerson, ID: i, Title: "Константинопольская-Преображенская Александра-Владислава Константиновна",
					Detail: strings.Repeat("родитель: Константинопольский-Преображенский А.В., ОЧЕНЬ-ДЛИННАЯ-ГРУППА-23-1; ", 2)})
			}
		}, "константинопольская"},
	}, func(s scene) string { return s.name }, func(t *testing.T, s scene, size fyne.Size, look fyne.ThemeVariant) fyne.Window {
		t.Helper()
		b := newBench(t, size, look)
		if s.prepare != nil {
			s.prepare(b.service)
		}
		b.enter(s.text)
		b.Pass(pause)
		return b.Window
	})
}
