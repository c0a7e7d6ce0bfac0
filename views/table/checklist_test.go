package table

import (
	"testing"

	"zvonok/views/viewtest"
	"zvonok/views/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func newCheckList(t *testing.T, rows []person) (*CheckList[person, int], fyne.Window) {
	t.Helper()
	l := NewCheckList([]*Column[person]{
		{ID: "name", Title: "ФИО", Width: 200, Grow: 1, Cell: func(p person) Cell { return Cell{Text: p.name} }},
		{ID: "age", Title: "Возраст", Width: 90, Cell: func(p person) Cell { return Cell{} },
			Compare: func(a, b person) int { return a.age - b.age }},
	}, func(p person) int { return p.id }, func(p person) string { return p.name })
	l.SetRows(rows)
	return l, viewtest.NewWindow(t, widgets.NewLayers(l, nil))
}

func TestCheckListKeepsChoices(t *testing.T) {
	l, _ := newCheckList(t, append(manyPeople(40), person{100, "Иванов Иван", 3}, person{101, "Иванов Иван", 3}))
	told := 0
	l.OnChanged = func() { told++ }
	click(l.table, rowPoint(l.table, 0), 0)
	click(l.table, rowPoint(l.table, 1), 0)
	test.Tap(l.on)
	if got := ids(l.table.Rows()); got[0] != 15 {
		t.Fatalf("the second page begins with %d, want 15", got[0])
	}
	click(l.table, rowPoint(l.table, 0), 0)
	test.Type(l.search, "иванов")
	same(t, "found", ids(l.table.Rows()), 100, 101)
	click(l.table, rowPoint(l.table, 1), 0)
	l.search.SetText("")
	same(t, "checked", l.Checked(), 0, 1, 15, 101)
	if told != 4 {
		t.Errorf("OnChanged was called %d times, want 4", told)
	}
	if l.total.Text() != "Всего 42 · выбрано 4" {
		t.Errorf("total = %q", l.total.Text())
	}
	click(l.table, rowPoint(l.table, 0), 0)
	same(t, "checked after one was unchecked", l.Checked(), 1, 15, 101)
}

// TestCheckListHeadClearsAHalfSelectedPage: the head's checkbox first takes the few away; only then it takes the page.
func TestCheckListHeadClearsAHalfSelectedPage(t *testing.T) {
	l, _ := newCheckList(t, manyPeople(40))
	l.SetChecked(1, 20)
	head := fyne.NewPos(15, 10)
	click(l.table, head, 0)
	same(t, "of a half-selected page", l.Checked(), 20)
	click(l.table, head, 0)
	if got := len(l.Checked()); got != 16 {
		t.Errorf("%d are checked, want the page's 15 and one of another", got)
	}
}

// TestCheckListShowsAndClearsItsChoice: what is checked on other pages can be seen and taken away in one place.
func TestCheckListShowsAndClearsItsChoice(t *testing.T) {
	l, _ := newCheckList(t, manyPeople(40))
	if l.only.Visible() || l.clear.Visible() {
		t.Error("a choice of nobody can be cleared")
	}
	l.SetChecked(1, 20, 39)
	if !l.only.Visible() || !l.clear.Visible() {
		t.Fatal("the choice cannot be seen or cleared")
	}
	told := 0
	l.OnChanged = func() { told++ }
	l.only.Tapped(nil)
	same(t, "only those checked", ids(l.table.Rows()), 1, 20, 39)
	if l.total.Text() != "Показано 3 из 40 · выбрано 3" {
		t.Errorf("total = %q", l.total.Text())
	}
	click(l.table, rowPoint(l.table, 0), 0)
	same(t, "one unchecked", l.Checked(), 20, 39)
	test.Tap(l.clear)
	same(t, "none", l.Checked())
	if got := len(l.table.Rows()); got != 15 || told != 2 {
		t.Errorf("%d rows are shown, told %d times", got, told)
	}
}

// TestCheckListTurnsToItsChoice: a choice made beforehand is in sight, whatever page it is on.
func TestCheckListTurnsToItsChoice(t *testing.T) {
	l, _ := newCheckList(t, manyPeople(40))
	l.SetChecked(39, 33)
	if l.table.Grid.page != 2 || l.table.Grid.current != 3 {
		t.Errorf("page %d, row %d", l.table.Grid.page, l.table.Grid.current)
	}
	l.SetRows(manyPeople(40)) // read again
	l.SetChecked()
	if l.table.Grid.page != 0 {
		t.Errorf("without a choice page %d is shown", l.table.Grid.page)
	}
}

// TestCheckListSaysWhyItIsEmpty: a search that finds nobody is no empty list.
func TestCheckListSaysWhyItIsEmpty(t *testing.T) {
	l, _ := newCheckList(t, manyPeople(3))
	l.SetEmpty(Empty{Title: "В группе никого"})
	l.search.SetText("никто")
	if l.table.Grid.Empty.Title != "Никого не найдено" || l.total.Text() != "Показано 0 из 3" {
		t.Errorf("it says %q, %q", l.table.Grid.Empty.Title, l.total.Text())
	}
	l.table.Grid.Empty.Do()
	if got := len(l.table.Rows()); got != 3 {
		t.Errorf("%d rows once the search was taken back", got)
	}
	l.SetRows(nil)
	if l.table.Grid.Empty.Title != "В группе никого" {
		t.Errorf("an empty list says %q", l.table.Grid.Empty.Title)
	}
}

func TestCheckListPagesAndOrder(t *testing.T) {
	l, _ := newCheckList(t, manyPeople(40))
	if l.pager.Text() != "1 из 3" {
		t.Errorf("pager = %q", l.pager.Text())
	}
	l.table.Grid.SortBy("age", false) // the oldest id is the youngest
	if got := ids(l.table.Rows()); got[0] != 39 || len(got) != 15 {
		t.Errorf("sorting sorts the page only: %v", got)
	}
	l.size.Field.pick(len(pageSizes) - 1)
	if got := len(l.table.Rows()); got != 40 || l.pager.Text() != "1 из 1" {
		t.Errorf("«все» shows %d rows, pager %q", got, l.pager.Text())
	}
}
