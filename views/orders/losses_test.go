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
	for want, l := range map[string]model.Losses{
		"": {Leavers: []model.Mover{{}}},
		"Уйдёт из 1 чата, вернётся только по ссылке.":                                                                {Leavers: movers(1), Chats: 1},
		"Из 9 чатов уйдут 25 человек, вернутся только по ссылке.":                                                    {Leavers: movers(25), Chats: 9},
		"Уйдёт из 7 чатов, вернётся только по ссылке. Войдёт в 2 новых чата только по ссылке.":                       {Leavers: movers(1), Chats: 7, Comers: movers(1), ComeTo: 2},
		"Из 2 чатов уйдёт 21 человек, вернутся только по ссылке. В 1 новый чат войдут 3 человека, только по ссылке.": {Leavers: movers(21), Chats: 2, Comers: movers(3), ComeTo: 1},
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
		{Person: 3, Name: model.ParseName("Ахмедов Санжар")}}}
	const want = "Из 2 чатов уйдут 2 человека, вернутся только по ссылке.\n\nВсего уйдут 3 человека:\nАбязова Анастасия\nАнтонов Виталий\nАхмедов Санжар"
	if got := askLossWords(lost); got != want {
		t.Errorf("%q", got)
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
