package tour

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
)

// How far from a row's or a column's middle its texts are, at most.
const besideRow, besideColumn = 8, 24

// line are the texts of the row of a text, from left to right.
func (v *visitor) line(text string) (line []string) {
	v.stage.Do(func() {
		seen := v.texts()
		at := slices.IndexFunc(seen, func(s sight) bool { return s.text == text })
		if at < 0 {
			return
		}
		row := slices.DeleteFunc(slices.Clone(seen), func(s sight) bool { return apart(s.at.Y, seen[at].at.Y, besideRow) })
		slices.SortStableFunc(row, func(a, b sight) int { return cmp.Compare(a.at.X, b.at.X) })
		for _, s := range row {
			line = append(line, s.text)
		}
	})
	return line
}

func apart(a, b, most float32) bool { return a-b > most || b-a > most }

// crossing is where the row of a text meets the last column of that head.
func (v *visitor) crossing(row, head string) (at fyne.Position, ok bool) {
	rows, columns := false, false
	for _, s := range v.texts() {
		switch {
		case s.text == row && !rows:
			at.Y, rows = s.at.Y, true
		case s.text == head && s.at.X > at.X:
			at.X, columns = s.at.X, true
		}
	}
	return at, rows && columns
}

// typeAt types into a cell of a sheet.
func (v *visitor) typeAt(row, head, text string) error {
	found := v.settled(func() (fyne.Position, bool) { return v.crossing(row, head) }, v.clickAt)
	if err := v.stage.Wait(found); err != nil {
		return fmt.Errorf("there is no cell of %q at %q: %w", row, head, err)
	}
	v.write(text)
	return nil
}

// awaitsAt waits until a cell shows the text.
func (v *visitor) awaitsAt(row, head, text string) func() error {
	return func() error {
		err := v.stage.Wait(func() bool {
			at, ok := v.crossing(row, head)
			return ok && slices.ContainsFunc(v.texts(), func(s sight) bool {
				return s.text == text && !apart(s.at.X, at.X, besideColumn) && !apart(s.at.Y, at.Y, besideRow)
			})
		})
		if err != nil {
			return fmt.Errorf("the cell of %q at %q does not show %q: %w", row, head, text, err)
		}
		return nil
	}
}
