// Package access holds the use cases of accounts, passwords, rights, sessions and linked profiles: it keeps app.Access
// and app.Profiles over app/college. Areas know nothing of each other: app/areas puts them together, and app/desk has
// their tests.
package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"zvonok/app"
	"zvonok/app/college"
	"zvonok/app/slips"
	"zvonok/model"
	"zvonok/model/store"
)

var (
	errNobody   = errors.New("никто не выбран: отметьте людей в списке")
	errOwnReset = errors.New("свой пароль так не сбросить: смените его в меню пользователя")
	errOwnClose = errors.New("свою учётную запись отключить нельзя: это может сделать другой администратор ПОО")
)

// Access are the use cases of accounts, rights and signing in. The context says who acts.
type Access struct {
	college    *college.College
	passwords  *passwords
	identities identities
	presence   presence
	link       atomic.Pointer[model.ConnectionLink] // nil while the college is closed to other computers
}

var _ app.Access = (*Access)(nil)

// New makes the use cases of a college.
func New(c *college.College) *Access {
	return &Access{college: c, passwords: newPasswords(c.PasswordCost)}
}

// ConnectBy sets the link by which other computers connect from now on, so that slips can name it; a zero link says that
// they cannot.
func (s *Access) ConnectBy(link model.ConnectionLink) { s.link.Store(&link) }

// Accounts lists the people of the college with their accounts, by name.
func (s *Access) Accounts(ctx context.Context) (accounts []model.Account, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := mayManageAccounts(tx); err != nil {
			return err
		}
		today, err := s.college.Today(tx)
		if err != nil {
			return err
		}
		if accounts, err = tx.Accounts(today.Format(time.DateOnly)); err != nil {
			return err
		}
		days, err := oneTimeDays(tx)
		for i := range accounts {
			if a := &accounts[i]; a.OneTime {
				a.Until, a.RunOut = model.OneTimeUntil(a.Made, days), model.OneTimeRunOut(a.Made, today, days)
			}
		}
		return err
	})
	return accounts, err
}

func mayManageAccounts(tx *store.Tx) (model.PersonID, error) {
	return college.May(tx, model.Actor.MayManageAccounts)
}

// CreateAccounts gives an account to each of the people who has none yet, with a one-time password, and
// answers with those accounts in the order of ids. Nobody can read the passwords again.
func (s *Access) CreateAccounts(ctx context.Context, ids []model.PersonID) ([]model.Issued, error) {
	var fresh []model.Issued
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := mayManageAccounts(tx); err != nil {
			return err
		}
		var err error
		fresh, err = s.chosenAccounts(tx, ids, func(a model.Account) bool { return a.Login == "" })
		if err == nil && len(fresh) == 0 {
			err = errors.New("у всех выбранных учётные записи уже есть: чтобы выдать новый пароль, сбросьте старый")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	// The hashes take long, so they are made before the transaction: nobody has to wait for the database.
	hashes, err := s.issuePasswords(ctx, fresh)
	if err != nil {
		return nil, err
	}
	if err := s.WriteSlips(ctx, io.Discard, fresh); err != nil {
		return nil, err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := mayManageAccounts(tx)
		if err != nil {
			return err
		}
		taken, err := tx.Logins()
		if err != nil {
			return err
		}
		made, until, err := oneTimeTerm(s.college, tx)
		if err != nil {
			return err
		}
		for i := range fresh {
			a := &fresh[i]
			if _, err := tx.AccountOf(a.Person); !errors.Is(err, store.ErrNotFound) {
				return errors.Join(err, fmt.Errorf("учётную запись для «%s» только что создал кто-то другой: повторите", a.Name))
			}
			a.Login = model.SuggestLogin(a.Name, func(login string) bool { return taken[login] })
			a.Until = until
			taken[model.FoldLogin(a.Login)] = true
			err := tx.AddAccount(store.AccountRecord{Person: a.Person, Login: a.Login, Hash: hashes[i], OneTime: true, Made: made})
			if err != nil {
				return err
			}
		}
		return s.auditAccounts(tx, who, "Созданы учётные записи", fresh)
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// ResetPasswords gives each of the people who has an account a new one-time password, opens accounts
// that were disabled, and ends «Запомнить меня» on every computer. Nobody can read the passwords again.
func (s *Access) ResetPasswords(ctx context.Context, ids []model.PersonID) ([]model.Issued, error) {
	var again []model.Issued
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		who, err := mayManageAccounts(tx)
		if err != nil {
			return err
		}
		again, err = s.chosenAccounts(tx, ids, func(a model.Account) bool { return a.Login != "" })
		if err == nil && len(again) == 0 {
			err = errors.New("ни у кого из выбранных нет учётной записи: сначала создайте её")
		}
		for _, a := range again {
			if a.Person == who && college.ByPassword(tx) {
				return errOwnReset
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	hashes, err := s.issuePasswords(ctx, again)
	if err != nil {
		return nil, err
	}
	if err := s.WriteSlips(ctx, io.Discard, again); err != nil {
		return nil, err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := mayManageAccounts(tx)
		if err != nil {
			return err
		}
		for i := range again {
			if err := setOneTime(s.college, tx, &again[i], hashes[i]); err != nil {
				return err
			}
		}
		return s.auditAccounts(tx, who, "Сброшены пароли", again)
	})
	if err != nil {
		return nil, err
	}
	return again, nil
}

// setOneTime replaces an account's password by a one-time password and ends the sessions that were begun with the old one.
func setOneTime(c *college.College, tx *store.Tx, a *model.Issued, hash string) error {
	made, until, err := oneTimeTerm(c, tx)
	if err != nil {
		return err
	}
	a.Until = until
	return errors.Join(tx.SetOneTimePassword(a.Person, hash, made), tx.EndSessionsOf(a.Person), tx.ForgetAllTries(model.FoldLogin(a.Login)))
}

// DisableAccount closes a person's account; ResetPasswords opens it again.
func (s *Access) DisableAccount(ctx context.Context, id model.PersonID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := mayManageAccounts(tx)
		if err != nil {
			return err
		}
		if id == who && college.ByPassword(tx) {
			return errOwnClose
		}
		account, err := tx.AccountOf(id)
		if err != nil {
			return err
		}
		person, err := tx.Person(id)
		if err != nil {
			return err
		}
		if err := errors.Join(tx.DisableAccount(id), tx.EndSessionsOf(id)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), who, "Отключена учётная запись", person.Name.String(), "логин "+account.Login)
	})
}

// chosenAccounts are the accounts of the people who meet the condition, in the order of ids.
func (s *Access) chosenAccounts(tx *store.Tx, ids []model.PersonID, keep func(model.Account) bool) ([]model.Issued, error) {
	if len(ids) == 0 {
		return nil, errNobody
	}
	today, err := s.college.Day(tx)
	if err != nil {
		return nil, err
	}
	accounts, err := tx.Accounts(today)
	if err != nil {
		return nil, err
	}
	byID := model.Map(accounts, func(a model.Account) (model.PersonID, model.Account) { return a.Person, a })
	var chosen []model.Issued
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		a, ok := byID[id]
		if !ok {
			return nil, app.ErrNotOfCollege
		}
		if keep(a) {
			chosen = append(chosen, model.Issued{Person: id, Name: a.Name, Group: a.Group, Login: a.Login})
		}
	}
	return chosen, nil
}

// issuePasswords fills in a new one-time password for each and gives their hashes.
func (s *Access) issuePasswords(ctx context.Context, issued []model.Issued) ([]string, error) {
	hashes := make([]string, len(issued))
	for i := range issued {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		issued[i].Password = newOneTimePassword()
		hashes[i] = s.passwords.hash(plainOneTime(issued[i].Password), s.passwords.oneTime)
	}
	return hashes, nil
}

// auditAccounts writes down who was given a password: names and logins, never the passwords.
func (s *Access) auditAccounts(tx *store.Tx, who model.PersonID, action string, issued []model.Issued) error {
	lines := model.Each(issued, func(a model.Issued) college.DoneLine {
		return college.DoneLine{Of: college.Accounts, Action: action, Subject: a.Name.String(), Details: "логин " + a.Login}
	})
	return college.AuditEach(tx, s.college.Clock.Now(), who, lines)
}

// WriteSlips writes the issued accounts as a PDF to be printed and cut, ten people a page, with how to connect if other computers
// can. It is also made once before the passwords are stored: if it cannot be printed, nobody is left with a password that was never
// seen.
func (s *Access) WriteSlips(ctx context.Context, w io.Writer, issued []model.Issued) error {
	out := make([]slips.Slip, len(issued))
	for i, a := range issued {
		out[i] = slips.Slip{Name: a.Name.String(), Group: a.Group, Login: a.Login, Password: a.Password, Until: a.Until}
	}
	name, err := store.Read(ctx, s.college.Store, func(tx *store.Tx) (string, error) {
		if _, err := mayManageAccounts(tx); err != nil {
			return "", err
		}
		return college.NameIn(tx)
	})
	if err != nil {
		return err
	}
	var link model.ConnectionLink
	if by := s.link.Load(); by != nil {
		link = *by
	}
	phone := ""
	if page := s.college.Phone(); page.On() {
		phone = page.Address
	}
	return slips.Write(w, name, link, phone, out)
}
