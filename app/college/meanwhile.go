package college

import (
	"zvonok/model"
	"zvonok/model/store"
)

// ChangedError says that somebody else changed what was being edited, and that nothing was saved over it.
type ChangedError struct {
	Thing string // «дисциплину «История»»
	Who   string // empty where the journal does not tell
	What  string // what they changed, as «было → стало»
}

// Error is Russian and says what to do.
func (e *ChangedError) Error() string {
	who := "кто-то другой"
	if e.Who != "" {
		who = e.Who
	}
	return "пока вы изменяли " + e.Thing + ", другое сохранил " + who + " (" + e.What +
		"). Ничего не записано, введённое осталось здесь: посмотрите, что изменилось, откройте это окно заново и повторите"
}

// meanwhileLooked is how many lines of «Журнал изменений» are looked at for who did something.
const meanwhileLooked = 100

// Meanwhile is a ChangedError whose Who did the action to the subject last, as «Журнал изменений» has it.
func (e *Edit) Meanwhile(thing, what, action, subject string) error {
	changed := &ChangedError{Thing: thing, What: what}
	err := e.EachAudit(store.AuditQuery{Action: action, Limit: meanwhileLooked}, func(l model.AuditLine) error {
		if changed.Who == "" && l.Subject == subject {
			changed.Who = l.Who
		}
		return nil
	})
	if err != nil {
		return err
	}
	return changed
}
