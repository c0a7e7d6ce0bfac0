package people

import (
	"testing"
	"time"

	"zvonok/model"
)

// TestOrderFormSaysWhatItCosts: below the fields stands who leaves how many chats; what is grave is asked about with names,
// and not asked again when only another question follows.
func TestOrderFormSaysWhatItCosts(t *testing.T) {
	f := admin().withOrders()
	b := newBench(t, f)
	b.orders()
	b.Press("+ Добавить приказ")
	pick(b, 0, model.OrderWithdraw)
	pick[model.GroupID](b, 0, 3)
	b.timer.Pass(time.Second)
	b.SeesNot("только по ссылке")
	f.losses = model.Losses{Leavers: []model.Mover{{Person: 102, Name: model.ParseName("Гайворонская Наталья Владимировна"), Chats: 7}}, Chats: 7}
	b.mark(102)
	b.timer.Pass(time.Second)
	b.Sees("Уйдёт из 7 чатов, вернётся только по ссылке.")
	if last := f.lossesOf[len(f.lossesOf)-1]; last != "0 Отчисление [102] 0 0" {
		t.Errorf("asked of %s", last)
	}
	b.field(0).SetText("24-к")
	f.losses.Emptied, f.losses.Orphaned = []string{"ДО-19-3"}, []string{"ДО-19-3/Химия"}
	f.editErr = &model.LossError{Losses: f.losses}
	b.Press("Добавить")
	b.Sees("Проверьте, кто уйдёт", "В группе ДО-19-3 никого не останется.", "Чат «ДО-19-3/Химия» останется без администратора.",
		"Гайворонская Наталья Владимировна")
	b.Press("Вернуться")
	if f.orderEdit.Losing {
		t.Error("what was not confirmed is sent as confirmed")
	}
	b.Press("Добавить")
	f.editErr = model.ErrOrderDoubt
	b.Press("Да, записать")
	if !f.orderEdit.Losing || f.orderEdit.Sure {
		t.Errorf("confirmed, it is sent as %+v", f.orderEdit)
	}
	f.editErr = nil
	b.Press("Да, записать")
	if b.DialogOpen() || !f.orderEdit.Losing || !f.orderEdit.Sure {
		t.Errorf("both confirmed, it is sent as %+v", f.orderEdit)
	}
}

// TestCancelSaysWhoComesByLink: nobody comes back to a chat by themselves, and the question and what follows say so.
func TestCancelSaysWhoComesByLink(t *testing.T) {
	f := admin().withOrders()
	f.losses = model.Losses{ComeTo: 7, Comers: []model.Mover{{Person: 101, Name: model.ParseName("Воробьёва Алёна Сергеевна"), Chats: 7},
		{Person: 100, Name: model.ParseName("Анисимова Юлия Алексеевна"), Chats: 7}}}
	b := newBench(t, f)
	p := b.orders()
	p.Table.SelectKeys(2)
	b.item(p.Menu(), "Отменить приказ…")
	b.Sees("В чаты никто не вернётся сам. По ссылке должны войти 2 человека: Анисимова Юлия Алексеевна Воробьёва Алёна Сергеевна")
	b.Press("Отменить приказ")
	b.did("cancel order 2")
	b.Sees("Приказ отменён. По ссылке должны войти 2 человека.")
}
