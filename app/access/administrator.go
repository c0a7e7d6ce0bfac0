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

var (
	errCollege   = errors.New("колледж уже заведён, называть его незачем: повторите без ключа --college")
	errNoCollege = errors.New("колледж ещё не заведён: назовите его ключом --college, а администратора — ключом --name")
	errNoName    = errors.New("этого логина ещё нет: назовите ключом --name, кому его дать (фамилия, имя, отчество)")
)

// AdministratorAccount gives an administrator an account with a one-time password, for the owner of the file: on a server
// without a window nobody else can begin. It founds the college if there is none yet. In a college that is there it appoints
// the person who has the login; if nobody has it, the member of staff of that name; if there is no such member, it adds one.
// The password is in the result and nowhere else.
func AdministratorAccount(ctx context.Context, c *college.College, f model.Founding) (model.Issued, error) {
	passwords := newPasswords(c.PasswordCost)
	f.Login, f.Password = strings.TrimSpace(f.Login), newOneTimePassword()
	issued := model.Issued{Login: f.Login, Password: f.Password}
	hash := passwords.hash(plainOneTime(issued.Password), passwords.oneTime)
	begun, err := store.Read(ctx, c.Store, (*store.Tx).HasPeople)
	switch {
	case err != nil:
		return model.Issued{}, err
	case begun:
		err = c.EditRoster(college.AsOwner(ctx), func(e *college.Edit) error { return appoint(c, e, f, hash, &issued) })
	default:
		err = foundWith(ctx, c, f, hash, &issued)
	}
	if err != nil {
		return model.Issued{}, err
	}
	return issued, nil
}

// foundWith founds a college whose administrator has a one-time password.
func foundWith(ctx context.Context, c *college.College, f model.Founding, hash string, issued *model.Issued) error {
	if f.College == "" {
		return errNoCollege
	}
	if err := f.Check(); err != nil {
		return err
	}
	account := store.AccountRecord{Hash: hash, OneTime: true}
	err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		account.Made, issued.Until, err = oneTimeTerm(c, tx)
		return err
	})
	if err != nil {
		return err
	}
	issued.Name = f.Administrator
	issued.Person, err = found(ctx, c, f, account)
	return err
}

// appoint makes somebody of a college its administrator.
func appoint(c *college.College, e *college.Edit, f model.Founding, hash string, issued *model.Issued) error {
	if f.College != "" {
		return errCollege
	}
	p, err := appointed(e, f)
	if err != nil {
		return err
	}
	account, err := e.AccountOf(p.ID)
	has := err == nil
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	case has && model.FoldLogin(account.Login) != model.FoldLogin(f.Login):
		return fmt.Errorf("у человека «%s» уже есть логин: %s. Назовите его", p.Name, account.Login)
	case has && !account.Disabled && p.Roles.Has(model.RoleAdmin):
		return fmt.Errorf("«%s» уже администратор ПОО с логином %s: одноразовый пароль выдаст команда «zvonok password %[2]s»", p.Name, account.Login)
	}
	p.Roles |= model.RoleAdmin
	if err := e.UpdatePerson(p); err != nil {
		return err
	}
	issued.Person, issued.Name = p.ID, p.Name
	if has {
		issued.Login = account.Login
		err = setOneTime(c, e.Tx, issued, hash)
	} else {
		account = store.AccountRecord{Person: p.ID, Login: f.Login, Hash: hash, OneTime: true}
		if account.Made, issued.Until, err = oneTimeTerm(c, e.Tx); err == nil {
			err = e.AddAccount(account)
		}
	}
	if err != nil {
		return err
	}
	return e.Note("Учётная запись администратора ПОО", p.Name.String(), "логин "+issued.Login+", командой «zvonok account»")
}

// appointed is the person to make the administrator: the one with the login, or else the member of staff of that name.
func appointed(e *college.Edit, f model.Founding) (p model.Person, err error) {
	account, err := e.AccountByLogin(f.Login)
	if err == nil {
		if p, err = e.Of(account.Person, model.Staff); err != nil {
			return p, err
		}
		if f.Administrator != (model.Name{}) && model.Fold(f.Administrator.String()) != model.Fold(p.Name.String()) {
			return p, fmt.Errorf("логин %s уже есть, он у человека «%s»: назовите другой", account.Login, p.Name)
		}
		return p, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	if f.Administrator == (model.Name{}) {
		return p, errNoName
	}
	if err := model.CheckLogin(f.Login); err != nil {
		return p, err
	}
	name, err := model.CleanName(f.Administrator)
	if err != nil {
		return p, err
	}
	named, err := e.PeopleNamed(name, model.Staff)
	switch {
	case err != nil:
		return p, err
	case len(named) > 1:
		return p, fmt.Errorf("сотрудников с именем «%s» несколько: создайте учётную запись в окне программы или назовите логин, который у человека есть", name)
	case len(named) == 1:
		return named[0], nil
	}
	p = model.Person{Name: name, Kind: model.Staff, Active: true}
	p.ID, err = e.InsertPerson(p)
	return p, err
}
