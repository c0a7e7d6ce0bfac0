package college

import (
	"cmp"
	"encoding/json"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// meanwhile is how long ago a change may be for its author to be named in a conflict.
const meanwhile = 24 * time.Hour

// Conflict is the error of an edit of something that has changed meanwhile; now is its present state. It names the person
// who did the action to the subject last, by «Журнал изменений», and prefers others to the person who edits.
func (c *College) Conflict(tx *store.Tx, found model.Conflict, now any, action, subject string) error {
	zone, err := c.Zone(tx)
	if err != nil {
		return err
	}
	me, err := Actor(tx)
	if err != nil {
		return err
	}
	if found.Now, err = json.Marshal(now); err != nil {
		return err
	}
	var last model.AuditLine
	err = tx.EachAudit(store.AuditQuery{Action: action, From: c.Clock.Now().Add(-meanwhile)}, func(l model.AuditLine) error {
		if l.Subject == subject && (last.ID == 0 || last.Actor == me.Person && l.Actor != me.Person) {
			last = l
		}
		return nil
	})
	if last.ID != 0 {
		found.Who, found.At, found.What = last.Who, last.At.In(zone), cmp.Or(found.What, last.Details)
	}
	if err != nil {
		return err
	}
	return &found
}
