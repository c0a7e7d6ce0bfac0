package store

import (
	"errors"
	"time"

	"zvonok/model"
)

// errLoginTaken says that another person has this login.
var errLoginTaken = errors.New("этот логин уже занят: выберите другой")

// AccountRecord is an account as it is stored.
type AccountRecord struct {
	Person   model.PersonID
	Login    string
	Hash     string // of the password, with the parameters of the hash
	OneTime  bool
	Made     time.Time // the college's day on which a one-time password was made; zero for a chosen one
	Disabled bool
}

// account loads the one account of a condition on its row a.
func (tx *Tx) account(where string, arg any) (AccountRecord, error) {
	var a AccountRecord
	err := tx.one(`SELECT a.person_id, a.login, a.hash, a.one_time, a.made, a.disabled FROM accounts a WHERE `+where, []any{arg},
		&a.Person, &a.Login, &a.Hash, &a.OneTime, toDay{&a.Made}, &a.Disabled)
	return a, err
}

// AccountByLogin finds an account without regard to case; ErrNotFound when nobody has the login.
func (tx *Tx) AccountByLogin(login string) (AccountRecord, error) {
	return tx.account(`a.folded = $1`, model.FoldLogin(login))
}

// AccountOf loads a person's account; ErrNotFound when there is none.
func (tx *Tx) AccountOf(id model.PersonID) (AccountRecord, error) {
	return tx.account(`a.person_id = $1`, id)
}

// HasAccounts reports whether anybody can sign in to the college.
func (tx *Tx) HasAccounts() (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM accounts)`, nil, &has)
	return has, err
}

// Logins loads every login that is taken, folded.
func (tx *Tx) Logins() (map[string]bool, error) {
	return loadMap[string, bool](tx, `SELECT folded, 1 FROM accounts`)
}

// AddAccount gives a person an account; a login that is taken is errLoginTaken.
func (tx *Tx) AddAccount(a AccountRecord) error {
	tx.changed.Access = append(tx.changed.Access, a.Person)
	var person model.PersonID
	err := tx.one(`INSERT INTO accounts (person_id, login, folded, hash, one_time, made) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (folded) DO NOTHING RETURNING person_id`,
		[]any{a.Person, a.Login, model.FoldLogin(a.Login), a.Hash, a.OneTime, formatDate(a.Made)}, &person)
	if errors.Is(err, ErrNotFound) {
		return errLoginTaken
	}
	return err
}

// SetPassword gives an account a password that its person has chosen.
func (tx *Tx) SetPassword(id model.PersonID, hash string) error {
	tx.changed.Access = append(tx.changed.Access, id)
	return tx.exec(`UPDATE accounts SET hash = $1, one_time = 0, made = '' WHERE person_id = $2`, hash, id)
}

// SetOneTimePassword gives an account a one-time password that was made on the day. A disabled account is open again.
func (tx *Tx) SetOneTimePassword(id model.PersonID, hash string, made time.Time) error {
	tx.changed.Access = append(tx.changed.Access, id)
	return tx.exec(`UPDATE accounts SET hash = $1, one_time = 1, made = $2, disabled = 0 WHERE person_id = $3`, hash, formatDate(made), id)
}

// DisableAccount closes an account.
func (tx *Tx) DisableAccount(id model.PersonID) error {
	tx.changed.Access = append(tx.changed.Access, id)
	return tx.exec(`UPDATE accounts SET disabled = 1 WHERE person_id = $1`, id)
}

// NoteSignIn notes a sign-in.
func (tx *Tx) NoteSignIn(id model.PersonID, at time.Time) error {
	tx.changed.Access = append(tx.changed.Access, id)
	return tx.exec(`UPDATE accounts SET last_in = $1 WHERE person_id = $2`, at.Unix(), id)
}

// Accounts loads the people who have not left with their accounts and their groups on the day today, ГГГГ-ММ-ДД, by name.
func (tx *Tx) Accounts(today string) ([]model.Account, error) {
	accounts, err := load(tx, func(a *model.Account) []any {
		return []any{&a.Person, &a.Name.LastName, &a.Name.FirstName, &a.Name.MiddleName, &a.Kind, &a.Group,
			&a.Login, &a.OneTime, toDay{&a.Made}, &a.Disabled, toMoment{&a.LastIn}}
	}, `SELECT p.id, p.last_name, p.first_name, p.middle_name, p.kinds, `+groupOf+`,
			coalesce(a.login, ''), coalesce(a.one_time, 0), a.made, coalesce(a.disabled, 0), a.last_in
		FROM people p LEFT JOIN accounts a ON a.person_id = p.id
		WHERE p.active = 1 ORDER BY p.id`, today)
	sortByName(newSortKeys(), accounts, func(a *model.Account) model.Name { return a.Name })
	return accounts, err
}

// HasPeople reports whether the college has anybody, left or not.
func (tx *Tx) HasPeople() (has bool, err error) {
	err = tx.one(`SELECT EXISTS (SELECT 1 FROM persons)`, nil, &has)
	return has, err
}
