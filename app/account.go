package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zvonok/app/slips"
	"zvonok/model"
	"zvonok/model/store"
)

var (
	errNobody   = errors.New("никто не выбран: отметьте людей в списке")
	errOwnReset = errors.New("свой пароль так не сбросить: смените его в меню пользователя")
	errOwnClose = errors.New("свою учётную запись отключить нельзя: это может сделать другой администратор ПОО")
)

// Accounts lists the people of the college with their accounts, by name.
func (s *Session) Accounts(ctx context.Context) (accounts []model.Account, err error) {
	err = s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.mayManageAccounts(tx); err != nil {
			return err
		}
		today, err := s.college.today(tx)
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

func (s *Session) mayManageAccounts(tx *store.Tx) (model.PersonID, error) {
	return May(tx, model.Actor.MayManageAccounts)
}

// byPassword reports whether the session was entered by a password. The owner of the file acts as an administrator
// without one, and may reset that one too.
func (s *Session) byPassword() bool { return s.how().login != "" }

// CreateAccounts gives an account to each of the people who has none yet, with a one-time password, and
// answers with those accounts in the order of ids. The passwords are told this once.
func (s *Session) CreateAccounts(ctx context.Context, ids []model.PersonID) ([]model.Issued, error) {
	var fresh []model.Issued
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.mayManageAccounts(tx); err != nil {
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
	// The hashes take their time, and nobody is to wait for the database meanwhile.
	hashes, err := s.issuePasswords(ctx, fresh)
	if err != nil {
		return nil, err
	}
	if err := s.writeSlips(io.Discard, fresh); err != nil {
		return nil, err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := s.mayManageAccounts(tx)
		if err != nil {
			return err
		}
		taken, err := tx.Logins()
		if err != nil {
			return err
		}
		made, until, err := s.college.oneTimeTerm(tx)
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
// that were disabled, and ends «Запомнить меня» on every computer. The passwords are told this once.
func (s *Session) ResetPasswords(ctx context.Context, ids []model.PersonID) ([]model.Issued, error) {
	var again []model.Issued
	err := s.college.Store.View(ctx, func(tx *store.Tx) error {
		who, err := s.mayManageAccounts(tx)
		if err != nil {
			return err
		}
		again, err = s.chosenAccounts(tx, ids, func(a model.Account) bool { return a.Login != "" })
		if err == nil && len(again) == 0 {
			err = errors.New("ни у кого из выбранных нет учётной записи: сначала создайте её")
		}
		for _, a := range again {
			if a.Person == who && s.byPassword() {
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
	if err := s.writeSlips(io.Discard, again); err != nil {
		return nil, err
	}
	err = s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := s.mayManageAccounts(tx)
		if err != nil {
			return err
		}
		for i := range again {
			if err := s.college.beginAnew(tx, &again[i], hashes[i]); err != nil {
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

// beginAnew puts a one-time password in the place of an account's own, and ends what the own one had opened.
func (c *College) beginAnew(tx *store.Tx, a *model.Issued, hash string) error {
	made, until, err := c.oneTimeTerm(tx)
	if err != nil {
		return err
	}
	a.Until = until
	return errors.Join(tx.SetOneTimePassword(a.Person, hash, made), tx.ForgetTokensOf(a.Person), tx.ForgetTries(model.FoldLogin(a.Login)))
}

// DisableAccount closes a person's account; ResetPasswords opens it again.
func (s *Session) DisableAccount(ctx context.Context, id model.PersonID) error {
	return s.college.Store.Update(ctx, func(tx *store.Tx) error {
		who, err := s.mayManageAccounts(tx)
		if err != nil {
			return err
		}
		if id == who && s.byPassword() {
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
		if err := errors.Join(tx.DisableAccount(id), tx.ForgetTokensOf(id)); err != nil {
			return err
		}
		return tx.Audit(s.college.Clock.Now(), who, "Отключена учётная запись", person.Name.String(), "логин "+account.Login)
	})
}

// WriteSlips writes the issued accounts as a PDF to be printed and cut, ten people a page. Only the
// file's owner may read it; one that is there is replaced.
func (s *Session) WriteSlips(_ context.Context, path string, issued []model.Issued) error {
	unwritable := errors.New("не удалось записать файл: проверьте, что папка есть и файл не открыт в другой программе")
	// A file of its own, for the user alone: one that is there may be readable for all, or open in another program.
	f, err := os.CreateTemp(filepath.Dir(path), ".*"+filepath.Base(path))
	if err != nil {
		return unwritable
	}
	if err := errors.Join(s.writeSlips(f, issued), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(unwritable, os.Remove(f.Name()))
	}
	return nil
}

// writeSlips makes the sheet. It is made once before the passwords count, too: what cannot be printed leaves nobody with
// a password that was never seen.
func (s *Session) writeSlips(w io.Writer, issued []model.Issued) error {
	out := make([]slips.Slip, len(issued))
	for i, a := range issued {
		out[i] = slips.Slip{Name: a.Name.String(), Group: a.Group, Login: a.Login, Password: a.Password, Until: a.Until}
	}
	return slips.Write(w, s.College(), out)
}

// chosenAccounts are those of the people whom the condition lets through, in the order of ids.
func (s *Session) chosenAccounts(tx *store.Tx, ids []model.PersonID, keep func(model.Account) bool) ([]model.Issued, error) {
	if len(ids) == 0 {
		return nil, errNobody
	}
	today, err := s.college.day(tx)
	if err != nil {
		return nil, err
	}
	accounts, err := tx.Accounts(today)
	if err != nil {
		return nil, err
	}
	byID := make(map[model.PersonID]model.Account, len(accounts))
	for _, a := range accounts {
		byID[a.Person] = a
	}
	var chosen []model.Issued
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		a, ok := byID[id]
		if !ok {
			return nil, errNotOfCollege
		}
		if keep(a) {
			chosen = append(chosen, model.Issued{Person: id, Name: a.Name, Group: a.Group, Login: a.Login})
		}
	}
	return chosen, nil
}

// issuePasswords fills in a new one-time password for each and answers with their hashes.
func (s *Session) issuePasswords(ctx context.Context, issued []model.Issued) ([]string, error) {
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
func (s *Session) auditAccounts(tx *store.Tx, who model.PersonID, action string, issued []model.Issued) error {
	now := s.college.Clock.Now()
	for _, a := range issued {
		if err := tx.Audit(now, who, action, a.Name.String(), "логин "+a.Login); err != nil {
			return err
		}
	}
	return nil
}
