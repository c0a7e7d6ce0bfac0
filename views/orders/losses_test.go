package orders

import (
	"testing"

	"fyne.io/fyne/v2"

	"zvonok/model"
	"zvonok/views/table"
	"zvonok/views/theme"
	"zvonok/views/viewtest"
	"zvonok/views/widgets"
)

func TestLossWords(t *testing.T) {
	movers := func(n int) []model.Mover {
		list := make([]model.Mover, n)
		for i := range list {
			list[i].Chats = 1
		}
		return list
	}
	family := []model.Mover{{Chats: 1, Parent: true}, {Chats: 3}, {Chats: 1, Parent: true}}
	for want, l := range map[string]model.Losses{
		"": {Leavers: []model.Mover{{}}},
		"Уйдёт из 1 чата, вернётся только по ссылке.":                                                                {Leavers: movers(1), Chats: 1},
		"Из 9 чатов уйдут 25 человек, вернутся только по ссылке.":                                                    {Leavers: movers(25), Chats: 9},
		"Уйдёт из 7 чатов, вернётся только по ссылке. Войдёт в 2 новых чата только по ссылке.":                       {Leavers: movers(1), Chats: 7, Comers: movers(1), ComeTo: 2},
		"Из 2 чатов уйдёт 21 человек, вернутся только по ссылке. В 1 новый чат войдут 3 человека, только по ссылке.": {Leavers: movers(21), Chats: 2, Comers: movers(3), ComeTo: 1},
		"Из 4 чатов уйдут 3 человека, в том числе 2 родителя, вернутся только по ссылке.":                            {Leavers: family, Chats: 4},
		"Из 1 чата уйдёт 1 родитель, вернётся только по ссылке. В 1 новый чат войдёт 1 родитель, только по ссылке.":  {Leavers: family[:1], Chats: 1, Comers: family[:1], ComeTo: 1},
	} {
		if got := lossWords(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAskLossWords: of the people who leave a group and are in no chat there were more names than people.
func TestAskLossWords(t *testing.T) {
	lost := model.Losses{Chats: 2, Leavers: []model.Mover{
		{Person: 1, Name: model.ParseName("Абязова Анастасия"), Chats: 1}, {Person: 2, Name: model.ParseName("Антонов Виталий"), Chats: 1},
		{Person: 3, Name: model.ParseName("Ахмедов Санжар")}, {Person: 4, Name: model.ParseName("Абязов Ринат"), Chats: 1, Parent: true}}}
	const want = "Из 2 чатов уйдут 3 человека, в том числе 1 родитель, вернутся только по ссылке.\n\n" +
		"Всего уйдут 4 человека, в том числе 1 родитель:\nАбязова Анастасия\nАнтонов Виталий\nАхмедов Санжар\nАбязов Ринат, родитель"
	if got := askLossWords(lost); got != want {
		t.Errorf("%q", got)
	}
}

// TestCancelWords: what comes back is said once where it is the same for everybody.
func TestCancelWords(t *testing.T) {
	one := model.OrderEffect{Name: model.ParseName("Абязова Анастасия"), Less: "А-1", With: "не учится"}
	other := model.OrderEffect{Name: model.ParseName("Антонов Виталий"), Less: "А-1", With: "не учится"}
	elsewhere := model.OrderEffect{Name: model.ParseName("Ахмедов Санжар"), Less: "Б-1", With: "не учится"}
	for want, effects := range map[string][]model.OrderEffect{
		"Сразу после отмены:\nАбязова Анастасия: А-1 (по приказу — не учится)":                                               {one},
		"Сразу после отмены: А-1 (по приказу — не учится)\nАбязова Анастасия\nАнтонов Виталий":                               {one, other},
		"Сразу после отмены:\nАбязова Анастасия: А-1 (по приказу — не учится)\nАхмедов Санжар: Б-1 (по приказу — не учится)": {one, elsewhere},
	} {
		if got := cancelWords(model.OrderCard{Cancelling: effects}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestKindsFitTheirColumn: «Расформирование группы» was cut beside empty room.
func TestKindsFitTheirColumn(t *testing.T) {
	viewtest.NewWindow(t, widgets.Text(""))
	for _, kind := range model.OrderKinds() {
		if needs := fyne.MeasureText(kind.String(), theme.TextSize, fyne.TextStyle{}).Width + 2*table.CellPad; needs > kindWidth {
			t.Errorf("%s needs %.0f of %.0f", kind, needs, kindWidth)
		}
	}
}
