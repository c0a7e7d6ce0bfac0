package roster_test

import (
	"context"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/roster/orderfile"
)

// FuzzReadOrders reads files of orders, workbooks among them, whatever they hold: what is taken is an order of people and groups that are
// known, in the order in which it counts, and problems are in bounds.
func FuzzReadOrders(f *testing.F) {
	for _, data := range dirtyBytes(f, "orders", anything) {
		f.Add(data)
	}
	opts := orderOptions()
	known := map[model.PersonID]bool{}
	for _, s := range opts.Students {
		known[s.Person] = true
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := orderfile.Read(context.Background(), model.Files{{Name: "приказы.csv", Data: data}}, opts)
		if err != nil {
			return
		}
		for _, list := range [][]roster.Problem{got.Problems, got.Notices} {
			if len(list) > 1000+1 {
				t.Fatalf("%d problems", len(list))
			}
			for _, p := range list {
				if p.Message == "" || p.Row < 0 || len([]rune(p.Value)) > 80 {
					t.Fatalf("problem %+v", p)
				}
			}
		}
		for i, l := range got.Lines {
			edit := model.OrderEdit{Number: l.Number, Date: l.Date, Effective: l.Effective, Kind: l.Kind, To: l.After,
				People: []model.PersonID{l.Person}, Note: l.Note, Basis: l.Basis}
			if _, err := edit.Clean(); err != nil {
				t.Fatalf("line %+v: %v", l, err)
			}
			if l.Person > 0 && !known[l.Person] || l.Person < 0 && l.Name.FirstName == "" || l.Person == 0 ||
				l.Before != 0 && opts.Groups[l.Before] == "" || l.After != 0 && opts.Groups[l.After] == "" {
				t.Fatalf("line %+v names what is not known", l)
			}
			if i > 0 && l.Effective.Before(got.Lines[i-1].Effective) {
				t.Fatalf("line %d comes too late", i)
			}
		}
	})
}
