package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zvonok/app/college"
	"zvonok/model"
	"zvonok/model/store"
)

// OneTimePassword gives the account of that login a new one-time password for the owner of the file, who needs no
// account: it is the way back of an administrator who has forgotten their own password. The account is open afterwards,
// and «Запомнить меня» ends on every computer. Nobody can read the password again.
func OneTimePassword(ctx context.Context, c *college.College, login string) (model.Issued, error) {
	passwords := newPasswords(c.PasswordCost)
	issued := model.Issued{Password: newOneTimePassword()}
	hash := passwords.hash(plainOneTime(issued.Password), passwords.oneTime)
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		account, err := tx.AccountByLogin(login)
		if errors.Is(err, store.ErrNotFound) {
			return noSuchLogin(tx, login)
		}
		if err != nil {
			return err
		}
		person, err := tx.Person(account.Person)
		if err != nil {
			return err
		}
		if !person.Active {
			return fmt.Errorf("«%s» больше не числится в колледже: верните человека в списки или назовите другой логин", person.Name)
		}
		issued.Person, issued.Name, issued.Login = person.ID, person.Name, account.Login
		if err := setOneTime(c, tx, &issued, hash); err != nil {
			return err
		}
		return tx.Audit(c.Clock.Now(), 0, "Сброшены пароли", person.Name.String(), "логин "+account.Login+", командой «zvonok password»")
	})
	if err != nil {
		return model.Issued{}, err
	}
	return issued, nil
}

// noSuchLogin names the logins of the administrators: somebody who has forgotten the password may have forgotten the
// login too.
func noSuchLogin(tx *store.Tx, login string) error {
	var logins []string
	err := administrators(tx, func(_ model.Person, a store.AccountRecord) { logins = append(logins, a.Login) })
	if err != nil {
		return err
	}
	if len(logins) == 0 {
		return fmt.Errorf("логина «%s» нет, и ни у кого из администраторов ПОО нет учётной записи: проверьте папку данных", login)
	}
	return fmt.Errorf("логина «%s» нет; администраторы ПОО входят под логинами: %s", login, strings.Join(logins, ", "))
}
