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
		want, order := slices.Clone(rows), NewCollator()
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

// TestOrderOfGroups: what the database orders is in the window's order.
func TestOrderOfGroups(t *testing.T) {
	s := openAt(t, t.TempDir())
	view(t, s, func(tx *Tx) error {
		names, err := loadColumn[string](tx, `SELECT column1 FROM (VALUES ('ДО-19-10'), ('ДО-19-2'), ('ёж'), ('ДО-9'), ('Еж')) v ORDER BY column1 COLLATE russian`)
		if want := []string{"ДО-9", "ДО-19-2", "ДО-19-10", "Еж", "ёж"}; !slices.Equal(names, want) {
			t.Errorf("the order is %q, want %q", names, want)
		}
		return err
	})
}

// TestNewChatIsLookedUpByItsKey: adding a chat does not look through the chats that are there.
func TestNewChatIsLookedUpByItsKey(t *testing.T) {
	onlySQLite(t)
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

// TestListsOfStaffStandByName: the lists that are sorted here stand as the database's collation would have them, and
// namesakes as they came.
func TestListsOfStaffStandByName(t *testing.T) {
	s := openAt(t, t.TempDir())
	var byID []model.PersonID
	update(t, s, func(tx *Tx) error {
		for _, name := range []string{"ёлкина Анна", "Жукова Анна", "Елкина Яна", "Абеляр-Зет Анна", "Ёлкина Анна", "Елисеева Анна", "Жукова Анна"} {
			last, first, _ := strings.Cut(name, " ")
			id, err := tx.InsertPerson(model.Person{Name: model.Name{LastName: last, FirstName: first}, Kind: model.Staff, Active: true})
			if err != nil {
				return err
			}
			byID = append(byID, id)
		}
		for _, name := range []string{"Я-1", "ё-1", "Е-2"} {
			if _, err := tx.InsertGroup(model.Group{Name: name, Year: 1, Curator: byID[1]}); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *Tx) error {
		var want []model.PersonID
		err := tx.each(func(rows *sql.Rows) error {
			var id model.PersonID
			err := rows.Scan(&id)
			want = append(want, id)
			return err
		}, `SELECT p.id FROM persons p ORDER BY `+byName)
		if err != nil || len(want) != len(byID) || slices.Equal(want, byID) {
			t.Fatalf("the collation's order is %v, %v", want, err)
		}
		staff, err := tx.StaffRows(model.PeopleFilter{})
		if err != nil {
			return err
		}
		rights, err := tx.RightsRows()
		if err != nil {
			return err
		}
		members, err := tx.Members(model.Staff)
		if err != nil {
			return err
		}
		for i, id := range want {
			if staff[i].Person != id || rights[i].Person != id || members[i].ID != id {
				t.Errorf("%d. %v, %v, %v; want %d", i, staff[i], rights[i], members[i].Name, id)
			}
			if id == byID[1] && !slices.Equal(staff[i].Curates, []string{"ё-1", "Е-2", "Я-1"}) {
				t.Errorf("curates %q", staff[i].Curates)
			}
		}
		return nil
	})
}
