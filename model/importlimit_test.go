package model

import (
	"strings"
	"testing"
)

// TestImportLimits: by share and by count, for all and for each group; the words name the numbers.
func TestImportLimits(t *testing.T) {
	limits := ImportLimits{Percent: 20, Count: 150, GroupPercent: 50, GroupCount: 5}
	for name, c := range map[string]struct {
		gone, from int
		groups     []GroupLoss
		want       string
	}{
		"a few":            {30, 500, []GroupLoss{{"А-1", Loss{4, 20}}}, ""},
		"the very share":   {100, 500, nil, ""},
		"beyond the share": {101, 500, nil, "из колледжа уйдёт 101 студент из 500: больше 20 %"},
		"beyond the count": {151, 5000, nil, "из колледжа уйдёт 151 студент: больше 150"},
		"a tiny college":   {5, 6, nil, ""},
		"half a group":     {10, 500, []GroupLoss{{"А-1", Loss{10, 20}}}, ""},
		"more than half":   {11, 500, []GroupLoss{{"А-1", Loss{11, 20}}, {"Б-1", Loss{1, 20}}}, "из группы А-1 уйдут 11 студентов из 20"},
		"a group of four":  {4, 500, []GroupLoss{{"А-1", Loss{4, 4}}}, ""},
		"everybody":        {500, 500, []GroupLoss{{"А-1", Loss{20, 20}}}, "из колледжа уйдут 500 студентов из 500: больше 20 %; из группы А-1 уйдут 20 студентов из 20"},
	} {
		if got := strings.Join(limits.Exceeded(ImportLosses{Students: Loss{c.gone, c.from}, Groups: c.groups}), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	lost := ImportLosses{Students: Loss{2, 900}, Parents: Loss{768, 867}, Staff: Loss{6, 100}, Teachings: Loss{176, 235}}
	want := "из колледжа уйдут 768 родителей из 867: больше 20 %; из колледжа уйдут 176 предметов нагрузки из 235: больше 20 %"
	if got := strings.Join(limits.Exceeded(lost), "; "); got != want {
		t.Errorf("the rest of the college: %q, want %q", got, want)
	}
}
