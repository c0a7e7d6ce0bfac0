package store

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zvonok/model"
)

// TestSortByNameIsTheDatabasesOrder: rows sorted by keys stand as the database's collation would have them, and alike ones
// as they stood.
func TestSortByNameIsTheDatabasesOrder(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("абеёжяАЕЁ -'19zZ")), 0, 6, -1)
	type row struct {
		name model.Name
		at   int
	}
	rapid.Check(t, func(r *rapid.T) {
		rows := make([]row, rapid.IntRange(0, 20).Draw(r, "rows"))
		for i := range rows {
			rows[i] = row{model.Name{LastName: word.Draw(r, "last"), FirstName: word.Draw(r, "first"), MiddleName: word.Draw(r, "middle")}, i}
		}
		want, order := slices.Clone(rows), newCollator()
		slices.SortStableFunc(want, func(a, b row) int {
			for _, pair := range [][2]string{{a.name.LastName, b.name.LastName}, {a.name.FirstName, b.name.FirstName}, {a.name.MiddleName, b.name.MiddleName}} {
				if c := order.CompareString(pair[0], pair[1]); c != 0 {
					return c
				}
			}
			return 0
		})
		sortByName(newSortKeys(), rows, func(one *row) model.Name { return one.name })
		if !slices.Equal(rows, want) {
			r.Errorf("%v, want %v", rows, want)
		}
	})
}

// TestNewChatIsLookedUpByItsKey: adding a chat does not look through the chats that are there.
func TestNewChatIsLookedUpByItsKey(t *testing.T) {
	s := openAt(t, t.TempDir())
	var steps []string
	view(t, s, func(tx *Tx) error {
		return tx.each(func(rows *sql.Rows) error {
			var id, parent, unused int
			var step string
			err := rows.Scan(&id, &parent, &unused, &step)
			steps = append(steps, step)
			return err
		}, `EXPLAIN QUERY PLAN `+retireChat, model.ChatGroup, 1, 0)
	})
	if plan := strings.Join(steps, "; "); !strings.Contains(plan, "chats_key") {
		t.Errorf("SQLite goes by %q", plan)
	}
}
