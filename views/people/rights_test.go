package people

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
)

func (b *bench) rights() *rightsList {
	b.section.tabs.Select("rights")
	return b.section.lists[5].tab.(*rightsList)
}

func TestRightsAreGrantedAndTaken(t *testing.T) {
	f := admin()
	b := newBench(t, f)
	r := b.rights()
	b.Sees("Всего 5 · 1 администратор")
	r.Table.SelectKeys(10, 11, 13)
	b.item(r.menu(r.Table.Selected()), "Дать право «Управление чатами»")
	// Лебедев has it already.
	if want := (model.RightsEdit{People: []model.PersonID{10, 11}, Grant: model.RightManageChats}); fmt.Sprint(f.rightsEdit) != fmt.Sprint(want) {
		t.Errorf("sent %+v", f.rightsEdit)
	}
	f.rightsEdit = model.RightsEdit{}
	r.Table.SelectKeys(13)
	b.item(r.menu(r.Table.Selected()), "Забрать право «Управление чатами»…")
	b.Sees("Лебедев Олег Иванович")
	b.Key(fyne.KeyEscape)
	if f.rightsEdit.Take != 0 {
		t.Error("a right was taken without confirmation")
	}
	f.rightsErr = model.ErrLastAdmin
	r.Table.SelectKeys(1)
	b.item(r.menu(r.Table.Selected()), "Снять права администратора ПОО…")
	b.Sees("Это вы.", "потеряете доступ")
	b.Press("Снять права с себя")
	if !f.rightsEdit.LoseOwn || f.rightsEdit.Take != model.RoleAdmin {
		t.Errorf("sent %+v", f.rightsEdit)
	}
	b.Sees("Последний администратор", "сначала назначьте другого")
	b.Press("Понятно")
	f.rights[0].Roles |= model.RoleAdmin
	r.Load()
	r.Table.SelectKeys(1, f.rights[0].Person)
	b.item(r.menu(r.Table.Selected()), "Снять права администратора ПОО…")
	b.Sees("Среди них вы.", "Снять права и с себя")
	b.Press("Отмена")
	f.rights[0].Roles &^= model.RoleAdmin
	r.Load()
	r.held.Tapped(nil)
	if got := names(r.Table); len(got) != 2 {
		t.Errorf("with rights: %q", got)
	}
}
