package app

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	"zvonok/model"
)

// code identifies an error that is sent. It never changes, and is never another error's.
type code struct {
	name string
	// of finds the error in the chain of another one and gives what has to be sent of it.
	of func(error) (value any, found bool)
	// read makes the error from what was sent.
	read func(json.RawMessage) (error, error)
}

// value is the code of one error.
func value(name string, is error) code {
	return code{name,
		func(err error) (any, bool) { return nil, errors.Is(err, is) },
		func(json.RawMessage) (error, error) { return is, nil }}
}

// kind is the code of a type of errors, which are sent with their fields.
func kind[E error](name string) code {
	return code{name,
		func(err error) (any, bool) {
			var e E
			found := errors.As(err, &e)
			return e, found
		},
		func(sent json.RawMessage) (error, error) {
			var e E
			err := json.Unmarshal(sent, &e)
			return e, err
		}}
}

// codes are those of the errors on which callers of a contract may act.
var codes = []code{
	value("no-right", ErrNoRight), value("not-own-subject", ErrNotOwnSubject),
	value("signed-out", ErrSignedOut), value("password-again", ErrPasswordAgain), value("outdated", ErrOutdated), value("problems", ErrProblems),
	value("no-agent", ErrNoAgent), value("agent-off", ErrAgentOff), value("agent-elsewhere", ErrAgentElsewhere), value("busy", ErrBusy), value("unconfirmed", ErrUnconfirmed),
	value("no-link", ErrNoLink), value("not-of-college", ErrNotOfCollege), value("not-linked", ErrNotLinked), value("backup-gone", ErrBackupGone),
	kind[*LimitError]("run-limit"), kind[*ImportLimitError]("import-limit"), kind[*ImportDoubtsError]("import-doubts"),
	kind[*model.Conflict]("conflict"), kind[*model.LossError]("loss"),
	kind[*model.KnownPerson]("known-person"), kind[*model.OrderNamesake]("order-namesake"), value("namesake", model.ErrNamesake),
	value("nobody", model.ErrNobody), value("last-admin", model.ErrLastAdmin), value("own-admin", model.ErrOwnAdmin),
	value("order-doubt", model.ErrOrderDoubt), value("no-target", model.ErrNoTarget), value("no-order-date", model.ErrNoOrderDate),
	value("no-disbanded", model.ErrNoDisbanded),
	value("wrong-password", model.ErrWrongPassword), value("account-disabled", model.ErrAccountDisabled),
	kind[model.TryLaterError]("try-later"), kind[model.BusyError]("server-busy"), kind[model.RunOutError]("password-run-out"),
	value("done", model.ErrDone), value("other-request", model.ErrOtherRequest), value("no-room", model.ErrNoRoom), value("again", model.ErrAgain),
	value("away", model.ErrAway),
	value("taken-over", model.ErrTakenOver), value("moved", model.ErrMoved),
	value("not-begun", model.ErrNotBegun), value("over", model.ErrOver), value("needs-link", model.ErrNeedsLink),
}

// SentError is an error as it is sent: its words, and by their codes the errors in it that can be acted on.
type SentError struct {
	Text  string
	Coded map[string]json.RawMessage
}

// ToSend makes an error ready to be sent.
func ToSend(err error) (SentError, error) {
	sent := SentError{err.Error(), map[string]json.RawMessage{}}
	for _, c := range codes {
		if v, found := c.of(err); found {
			text, err := json.Marshal(v)
			if err != nil {
				return sent, err
			}
			sent.Coded[c.name] = text
		}
	}
	return sent, nil
}

// Received is the error that was sent, for errors.Is and errors.As. A code that is not known here leaves its words.
func (s SentError) Received() error {
	received := &receivedError{text: s.Text}
	for _, c := range codes {
		if sent, found := s.Coded[c.name]; found {
			if err, broken := c.read(sent); broken == nil {
				received.in = append(received.in, err)
			}
		}
	}
	return received
}

type receivedError struct {
	text string
	in   []error
}

func (e *receivedError) Error() string { return e.text }

func (e *receivedError) Unwrap() []error { return e.in }

// ForPeople reports whether every error in the chain is ours or a plain text. Errors of the database or of files are not: they
// stay in the log of the computer that has the college.
func ForPeople(err error) bool {
	t := reflect.TypeOf(err)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if path := t.PkgPath(); path != "errors" && path != "fmt" && path != "zvonok" && !strings.HasPrefix(path, "zvonok/") {
		return false
	}
	switch wraps := err.(type) { //nolint:errorlint // the chain is walked here
	case interface{ Unwrap() error }:
		in := wraps.Unwrap()
		return in == nil || ForPeople(in)
	case interface{ Unwrap() []error }:
		for _, in := range wraps.Unwrap() {
			if !ForPeople(in) {
				return false
			}
		}
	}
	return true
}
