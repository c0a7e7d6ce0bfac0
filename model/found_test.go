package model

import (
	"fmt"
	"slices"
	"testing"
)

func TestBestFound(t *testing.T) {
	person := func(id int64, title, detail string) Found { return Found{FoundPerson, id, title, detail} }
	all := []Found{
		person(1, "Алёшина Пелагея Ивановна", "студент"), person(2, "Иванова Анна", "студент"), person(3, "Пестова Анна", "студент"),
		person(2, "Иванова Анна", "родитель"), {FoundGroup, 2, "ДО-19-1", "группа"}, {FoundChat, 7, "Родители ДО-19-1", "чат"},
		{FoundChat, 8, "ДО-19-1", "чат"}, {FoundChat, 9, "Анна и все", "чат"},
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" ", nil},
		{"ДО-19", []string{"ДО-19-1 группа", "ДО-19-1 чат", "Родители ДО-19-1 чат"}},
		{"19-1", []string{"ДО-19-1 группа", "Родители ДО-19-1 чат", "ДО-19-1 чат"}},
		{"АЛЕШ", []string{"Алёшина Пелагея Ивановна студент"}},
		{"пе", []string{"Пестова Анна студент", "Алёшина Пелагея Ивановна студент"}},
		{"анна  пес", []string{"Пестова Анна студент"}},
		{"анна", []string{"Анна и все чат", "Иванова Анна студент; родитель", "Пестова Анна студент"}},
		{"анна нет", nil},
	} {
		found, more := BestFound(all, c.text)
		got := Each(found, func(f Found) string { return f.Title + " " + f.Detail })
		if !slices.Equal(got, c.want) || more != 0 {
			t.Errorf("%q finds %q and %d more, want %q", c.text, got, more, c.want)
		}
	}
}

func TestBestFoundOfMany(t *testing.T) {
	var all []Found
	for i := range int64(35) {
		all = append(all, Found{FoundPerson, i + 1, fmt.Sprintf("Иванов %02d", i), ""})
	}
	found, more := BestFound(all, "иванов")
	if len(found) != MostFound || more != 15 || found[0].ID != 1 {
		t.Errorf("of 35 there are %d, first %v, and %d more", len(found), found[0], more)
	}
}

func TestFoundDetails(t *testing.T) {
	anna := ParseName("Пестова Анна Ильинична")
	for _, c := range []struct {
		found Found
		want  string
	}{
		{StudentRow{Name: anna, GroupName: "ДО-19-1"}.Found(), "студент, ДО-19-1"},
		{StudentRow{Name: anna}.Found(), "студент"},
		{StudentRow{Name: anna, OnLeave: true}.Found(), "студент, в академическом отпуске"},
		{ParentRow{Name: anna}.Found(), "родитель"},
		{ParentRow{Name: anna, Children: []Relative{{Name: anna, Group: "ДО-19-1"}, {Name: anna}}}.Found(), "родитель: Пестова А.И., ДО-19-1; Пестова А.И."},
		{StaffRow{Name: anna}.Found(), "сотрудник"},
		{StaffRow{Name: anna, Curates: []string{"ДО-19-1"}}.Found(), "куратор"},
		{GroupRow{Group: Group{Name: "ДО-19-1"}}.Found(), "группа"},
		{GroupRow{Group: Group{Name: "ДО-19-1", Curator: 1}, CuratorName: anna}.Found(), "группа, куратор Пестова А.И."},
		{ChatSummary{Chat: Chat{Key: ChatKey{Type: ChatParents}}, GroupName: "ДО-19-1"}.Found(), "чат «Родители», ДО-19-1"},
		{ChatSummary{Chat: Chat{Key: ChatKey{Type: ChatTeachers}}}.Found(), "чат «Учительская»"},
	} {
		if c.found.Detail != c.want {
			t.Errorf("%q, want %q", c.found.Detail, c.want)
		}
	}
}
