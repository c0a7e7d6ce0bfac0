package journal

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/widgets"
)

// choices is a list of students with a choice for each. Students are told apart by their numbers: two namesakes stay
// two.
type choices[K comparable] struct {
	fields  map[model.PersonID]*table.Select[K]
	order   []model.PersonID
	content fyne.CanvasObject
}

const (
	choiceWidth   float32 = 236
	choicesHeight float32 = 300
	scrollBarRoom float32 = 12
)

// newChoices returns a list with nothing but the first option chosen.
func newChoices[K comparable](students []model.JournalStudent, options []table.Option[K]) *choices[K] {
	c := &choices[K]{fields: map[model.PersonID]*table.Select[K]{}}
	rows := make([]fyne.CanvasObject, 0, len(students))
	for _, st := range students {
		field := table.NewSelect(options, nil)
		field.SetSelected(options[0].Key)
		c.fields[st.Person], c.order = field, append(c.order, st.Person)
		rows = append(rows, widgets.Fields([]float32{-1, choiceWidth}, widgets.Text(st.Name.String()).Shrink(), field))
	}
	list := widgets.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollBarRoom),
		widgets.Tight(rows...)))
	list.SetMinSize(fyne.NewSize(dialogWidth, min(choicesHeight, list.Content.MinSize().Height)))
	c.content = list
	return c
}

func (c *choices[K]) set(p model.PersonID, key K) {
	if field, ok := c.fields[p]; ok {
		field.SetSelected(key)
	}
}

func (c *choices[K]) get(p model.PersonID) K {
	key, _ := c.fields[p].Selected()
	return key
}
