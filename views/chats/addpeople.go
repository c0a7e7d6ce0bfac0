package chats

import (
	"fmt"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/dialog"
	"zvonok/views/lists"
	"zvonok/views/table"
)

// choosePeople is the dialog «Добавить студентов» and its twins.
func choosePeople(win fyne.Window, title string, people []model.Candidate, then func([]model.Candidate)) {
	list := newPeopleList()
	list.SetRows(people)
	if len(people) == 0 {
		list.SetEmpty(table.Empty{Title: "Добавлять некого", Hint: "Все, кого можно добавить, уже в чате."})
	}
	var box *dialog.Handle
	list.OnChanged = func() {
		n := len(list.Checked())
		label := "Добавить"
		if n > 0 {
			label = fmt.Sprintf("Добавить (%d)", n)
		}
		box.SetPrimary(label, n > 0)
	}
	box = dialog.Show(win, dialog.Modal{
		Title: title, Content: list, Primary: "Добавить", Cancel: "Отмена",
		Size: fyne.NewSize(640, 640), Focus: list.SearchField(),
		OnPrimary: func() bool {
			chosen := checkedOf(people, list.Checked())
			if len(chosen) == 0 {
				return false
			}
			then(chosen)
			return true
		},
	})
	box.SetPrimary("Добавить", false)
}

// newPeopleList is a check list of people: ФИО, Группа.
func newPeopleList() *table.CheckList[model.Candidate, model.PersonID] {
	return lists.NewPeople("Группа", candidateID,
		func(c model.Candidate) string { return c.Name.String() }, func(c model.Candidate) string { return c.Group })
}

func candidateID(c model.Candidate) model.PersonID { return c.Person }

func checkedOf(people []model.Candidate, checked []model.PersonID) []model.Candidate {
	wanted := model.Set(checked, func(id model.PersonID) model.PersonID { return id })
	return model.Only(people, func(c model.Candidate) bool { return wanted[c.Person] })
}
