package desk_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"zvonok/model"
	"zvonok/model/store"
)

// switching is a clock that lets something happen while it is asked, once.
type switching struct {
	*manual
	armed atomic.Bool
	then  func()
}

func (c *switching) Now() time.Time {
	if c.armed.CompareAndSwap(true, false) {
		c.then()
	}
	return c.manual.Now()
}

// TestLinesNameWhoWasChecked: somebody else who signs in while something is being done is not named as its doer.
func TestLinesNameWhoWasChecked(t *testing.T) {
	for name, do := range map[string]func(*office, context.Context, model.PersonID) error{
		"account closed": func(o *office, ctx context.Context, id model.PersonID) error { return o.DisableAccount(o.As(ctx), id) },
		"settings saved": func(o *office, ctx context.Context, _ model.PersonID) error {
			card, err := o.Settings(o.As(ctx))
			if err != nil {
				return err
			}
			seen := card.CollegeSettings
			card.CollegeName = "Другой колледж"
			return o.SaveSettings(o.As(ctx), seen, card.Settings)
		},
		"copied": func(o *office, ctx context.Context, _ model.PersonID) error { return o.BackUp(o.As(ctx)) },
		"copied away": func(o *office, ctx context.Context, _ model.PersonID) error {
			return o.WriteBackup(o.As(ctx), io.Discard)
		},
		"token dropped": func(o *office, ctx context.Context, _ model.PersonID) error {
			return o.ForgetToken(o.As(ctx), model.CommunityToken)
		},
		"calls dropped": func(o *office, ctx context.Context, _ model.PersonID) error {
			return o.ForgetToken(o.As(ctx), model.CallToken)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			// where people come in without a password although there are accounts
			w.update(t, func(tx *store.Tx) error { return tx.SetSetting(store.SettingDemonstration, "1") })
			clock := &switching{manual: w.clock}
			w.college.Clock = clock
			o := w.office(t, "")
			admin, other := w.person(t, "Админова"), w.person(t, "Учителева")
			must(t, o.Enter(t.Context(), admin))
			_, err := o.CreateAccounts(o.As(t.Context()), []model.PersonID{w.person(t, "Алексеева")})
			must(t, err)
			clock.then = func() { must(t, o.Enter(t.Context(), other)) }
			clock.armed.Store(true)
			must(t, do(o, t.Context(), w.person(t, "Алексеева")))
			if clock.armed.Load() {
				t.Fatal("nobody else came in meanwhile")
			}
			w.view(t, func(tx *store.Tx) error {
				return tx.EachAudit(store.AuditQuery{Limit: 1}, func(l model.AuditLine) error {
					if l.Actor != admin {
						t.Errorf("«%s» is the doing of %s", l.Action, l.Who)
					}
					return nil
				})
			})
		})
	}
}
