package orders

import (
	"testing"

	"zvonok/model"
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
		"Уйдёт из 1 чата, вернётся только по ссылке.":                                                               {Leavers: movers(1), Chats: 1},
		"Из 9 чатов уйдут 25 человек, вернутся только по ссылке.":                                                   {Leavers: movers(25), Chats: 9},
		"Уйдёт из 7 чатов, вернётся только по ссылке. Войдёт в 2 новых чата только по ссылке.":                      {Leavers: movers(1), Chats: 7, Comers: movers(1), ComeTo: 2},
		"Из 2 чатов уйдёт 21 человек, вернутся только по ссылке. В 1 новый чат войдут 3 человека, только по ссылке.": {Leavers: movers(21), Chats: 2, Comers: movers(3), ComeTo: 1},
	} {
		if got := lossWords(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
