package college

import (
	"errors"
	"strconv"
	"strings"

	"zvonok/model"
	"zvonok/model/store"
)

// Setting is a field of «Настройки системы»: where it is kept and how «Журнал изменений» names it.
type Setting struct {
	Name  store.Setting
	Label string
	To    any // *string, *int or *bool
	// Words are the unit after a number, the name of an empty text, or the names of a flag that is off and on: «нет/да».
	Words string
}

func (s Setting) load(tx *store.Tx) (err error) {
	switch to := s.To.(type) {
	case *string:
		*to, err = tx.Setting(s.Name, *to)
	case *int:
		*to, err = tx.IntSetting(s.Name, *to)
	case *bool:
		var text string
		text, err = tx.Setting(s.Name, "")
		*to = text == "1"
	}
	return err
}

// stored is the value as the store keeps it, and in words.
func (s Setting) stored() (value, words string) {
	switch to := s.To.(type) {
	case *string:
		if *to == "" {
			return "", s.Words
		}
		return *to, *to
	case *int:
		value = strconv.Itoa(*to)
		return value, value + s.Words
	case *bool:
		off, on, _ := strings.Cut(s.Words, "/")
		if *to {
			return "1", on
		}
		return "", off
	}
	return "", ""
}

// LoadSettings reads settings; those that were never saved stay as they are.
func LoadSettings(tx *store.Tx, settings []Setting) error {
	for _, s := range settings {
		if err := s.load(tx); err != nil {
			return err
		}
	}
	return nil
}

// ChangedSetting is what «Журнал изменений» calls a change of a setting, whose subject is the setting's label.
const ChangedSetting = "Изменение настроек"

// Clash says which settings somebody changed since they were seen that would be taken back, as model.Clash does, and gives the
// label of the first.
func Clash(seen, now, mine []Setting) (words, first string) {
	fields := make([]model.EditedField, len(now))
	for i, s := range now {
		f := &fields[i]
		f.Name = s.Label + ":"
		_, f.Seen = seen[i].stored()
		_, f.Now = s.stored()
		_, f.Mine = mine[i].stored()
		if first == "" && model.Clash(fields[i:i+1]) != "" {
			first = s.Label
		}
	}
	return model.Clash(fields), first
}

// SaveSettings saves the settings that differ from what they were, each with a line of «Журнал изменений».
func (c *College) SaveSettings(tx *store.Tx, who model.PersonID, before, after []Setting) error {
	for i, s := range after {
		_, was := before[i].stored()
		value, is := s.stored()
		if was == is {
			continue
		}
		if err := errors.Join(tx.SetSetting(s.Name, value), tx.Audit(c.Clock.Now(), who, ChangedSetting, s.Label, was+" → "+is)); err != nil {
			return err
		}
		tx.SettingsChanged()
	}
	return nil
}
