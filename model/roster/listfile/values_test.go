package listfile

import (
	"testing"

	"zvonok/model"
	"zvonok/model/roster/table"
)

// FuzzMessengerID holds the reader of VK IDs to what it promises.
func FuzzMessengerID(f *testing.F) {
	for _, s := range []string{"id5", "1.3001E4", "vk.com/id7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rec := &table.Record{Reader: &table.Reader{}, Cols: []table.Column{{Name: "x"}}, Values: []string{model.Squeeze(s)}}
		if id := messengerID(rec, 0); id < 0 {
			t.Fatalf("messengerID(%q) is %d", s, id)
		}
	})
}
