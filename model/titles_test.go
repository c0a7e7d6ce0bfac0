package model_test

import (
	"testing"

	"zvonok/model"
)

// TestTitles: a name is found whatever Latin letters of the same look it is typed with, and never instead of an equal one.
func TestTitles(t *testing.T) {
	for _, c := range []struct {
		names      []string
		text, want string
	}{
		{[]string{"ИС-21", "АМ-19-1"}, "ИC-21", "ИС-21"},
		{[]string{"ИС-21", "АМ-19-1"}, "am-19-1", "АМ-19-1"},
		{[]string{"АМ-19-1"}, "AM-19-2", ""},
		{[]string{"ИC-21"}, "ис-21", "ИC-21"}, // the college has the Latin one
		{[]string{"ИС-21", "ИC-21"}, "ИC-21", "ИC-21"},
		{[]string{"ИС-21", "ИC-21"}, "ИС-21", "ИС-21"},
		{[]string{"ТОС-1", "TОС-1"}, "TOC-1", ""}, // either
		{[]string{"IT-21", "Python"}, "it-21", "IT-21"},
		{[]string{"IT-21"}, "ИТ-21", ""},
		{[]string{"В-1"}, "b-1", "В-1"},
		{[]string{"Ёлка"}, "EЛKA", "Ёлка"},
		{nil, "ИС-21", ""},
	} {
		titles := model.NewTitles[string](model.Fold, model.FoldTitle)
		for _, name := range c.names {
			titles.Put(name, name)
		}
		if got, _ := titles.Find(c.text); got != c.want {
			t.Errorf("%q among %q is %q, want %q", c.text, c.names, got, c.want)
		}
	}
}
