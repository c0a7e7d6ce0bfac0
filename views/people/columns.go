package people

import (
	"sync/atomic"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// leftSwitch shows those who have left, to people who may bring them back.
type leftSwitch struct {
	check *widgets.Check
	on    atomic.Bool // what check says, for readings off the UI goroutine
	load  func()
	may   bool
}

func newLeftSwitch(access model.PeopleAccess) *leftSwitch {
	l := &leftSwitch{may: access.Edit}
	l.check = widgets.NewCheck("Выбывшие", func(on bool) {
		l.on.Store(on)
		l.load()
	})
	return l
}

func (l *leftSwitch) objects() []fyne.CanvasObject {
	if !l.may {
		return nil
	}
	return []fyne.CanvasObject{l.check}
}

// none says that nobody has left; the list of those who are here says other.
func (l *leftSwitch) none(nobodyLeft string, other func() table.Empty) func() table.Empty {
	return func() table.Empty {
		if l.on.Load() {
			return table.Empty{Title: nobodyLeft}
		}
		return other()
	}
}

// linkedCell says whether a person has a profile in the messenger.
func linkedCell(linked bool) table.Cell {
	if linked {
		return table.Cell{Text: "привязан", Tone: widgets.ToneGood, Pill: true}
	}
	return table.Cell{Text: "нет VK ID", Tone: widgets.ToneNeutral, Pill: true}
}

func linkedColumn[R any](linked func(R) bool) *table.Column[R] {
	return table.Ranked("linked", "VK ID", 120, func(r R) table.Cell { return linkedCell(linked(r)) },
		func(r R) int { return table.Rank(linked(r)) })
}
