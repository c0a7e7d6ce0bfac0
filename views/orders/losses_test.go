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
		"Уйдут 25 человек из 9 чатов, вернутся только по ссылке.":                                                   {Leavers: movers(25), Chats: 9},
		"Уйдёт из 7 чатов, вернётся только по ссылке. Войдёт в 2 новых чата только по ссылке.":                      {Leavers: movers(1), Chats: 7, Comers: movers(1), ComeTo: 2},
		"Уйдёт 21 человек из 2 чатов, вернутся только по ссылке. Войдут 3 человека в 1 новый чат только по ссылке.": {Leavers: movers(21), Chats: 2, Comers: movers(3), ComeTo: 1},
	} {
		if got := lossWords(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
