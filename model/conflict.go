package model

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"
)

// Conflict says that somebody else changed what was being edited since it was seen, and that nothing was saved over it.
type Conflict struct {
	Thing string    // in the accusative: «предмет «История»»
	Who   string    // empty where «Журнал изменений» does not tell
	At    time.Time // in the college's time zone; zero where Who is empty
	// What they changed and Mine, what was not saved, as «было → стало»; either may be empty.
	What, Mine string
	// Theirs is the value now and Yours the one that was not saved, where both are short; else both are empty.
	Theirs, Yours string
	// Now is the thing as it is now, as JSON. A person who edits it once more has seen this.
	Now json.RawMessage
}

// Error says what happened and what to do: «пока вы изменяли ФИО, сохранено другое: Волков Олег, 14:05 (Котов Ян → Котов Янис)».
func (c *Conflict) Error() string {
	text := "пока вы изменяли " + c.Thing + ", сохранено другое"
	if c.Who != "" {
		text += ": " + c.Who + ", " + c.At.Format("15:04")
	}
	if c.What != "" {
		text += " (" + c.What + ")"
	}
	if yours := cmp.Or(c.Yours, c.Mine); yours != "" {
		text += ", у вас " + yours
	}
	return text + ". Ничего не записано, введённое осталось: посмотрите, что изменилось, и сохраните ещё раз или оставьте как есть"
}

// EditedField is a field of what is edited, in words: as it was seen, as it is now and as the edit would leave it.
type EditedField struct{ Name, Seen, Now, Mine string }

// Clash says which fields somebody changed since they were seen, and what the edit has in their place: «вид Лекция →
// Практическое, у вас Лекция». It is empty where the edit undoes nothing of theirs.
func Clash(fields []EditedField) string {
	var said []string
	for _, f := range fields {
		if f.Now != f.Seen && f.Now != f.Mine {
			said = append(said, f.Name+" "+cmp.Or(f.Seen, "—")+" → "+cmp.Or(f.Now, "—")+", у вас "+cmp.Or(f.Mine, "—"))
		}
	}
	return strings.Join(said, "; ")
}

// See replaces the thing as it was seen before by the thing as it is now.
func (c *Conflict) See(seen any) error { return json.Unmarshal(c.Now, seen) }
