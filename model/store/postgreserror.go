package store

import (
	"context"
	"crypto/tls"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"zvonok/model"
)

// databaseError says what people can do about an error of the database. The database's own words stay inside: errors.Is finds their
// cause, and they are not sent to other computers.
type databaseError struct {
	words string
	cause error
}

func (e *databaseError) Error() string { return e.words }

// Is finds the cause.
func (e *databaseError) Is(target error) bool { return errors.Is(e.cause, target) }

// ErrStranger is the cause of errors about a database that refuses the name or the password.
var ErrStranger = errors.New("база данных не впустила программу")

// Codes of PostgreSQL's errors, or how they begin.
const (
	codeLostConnection = "08"
	codeReadOnly       = "25006"
	codeStranger       = "28"
	codeNoDatabase     = "3D000"
	codeSerialization  = "40001"
	codeDeadlock       = "40P01"
	codeNoRight        = "42501"
	codeDiskFull       = "53100"
	codeConnections    = "53300"
	codeLocked         = "55P03"
	codeSilent         = "25P03" // longer than speaks
	codeStopping       = "57P"
	// Statements were prepared on another connection than they are carried out on: a pooler exchanges connections between transactions.
	codePrepared    = "42P05"
	codeNotPrepared = "26000"
)

func (p postgres) explain(err error) error {
	if err == nil {
		p.said.Store("")
	}
	var told *databaseError
	if err == nil || errors.As(err, &told) || errors.Is(err, context.Canceled) {
		return err
	}
	var failed *pgconn.PgError
	words, cause := p.ofConnection(err)
	if errors.As(err, &failed) {
		words, cause = ofServer(failed.Code, err)
	}
	switch {
	case words == "":
		return cause
	case p.begun && !errors.Is(cause, errShared):
		// Servers look several times a second what others have changed: a night without the database would push all else out of the log.
		if p.said.Swap(words) != words {
			slog.Warn(words, slog.Any("error", err)) //nolint:gosec // the database's own words
		}
		// What exactly is wrong is told only to the person who opens the college, and to the log of its server.
		words, cause = model.ErrAway.Error(), errors.Join(model.ErrAway, cause)
	}
	return &databaseError{words, cause}
}

// errShared is the cause of errors that come from several programs working at the same time, and that pass.
var errShared = errors.New("others are at work")

// busyTooLong is what is said where another program, such as a command that imports lists, writes for too long.
const busyTooLong = "базу данных слишком долго занимает другая программа: повторите позже"

// ofServer says what the server means by a code.
func ofServer(code string, err error) (words string, cause error) {
	switch {
	case code == codeDiskFull:
		return "", model.ErrNoRoom
	case strings.HasPrefix(code, codeStranger):
		return ErrStranger.Error() + ": проверьте имя пользователя в адресе и пароль", errors.Join(ErrStranger, err)
	case code == codeNoDatabase:
		return "на сервере PostgreSQL нет базы данных с таким именем: проверьте адрес или создайте её командой createdb", err
	case code == codeConnections:
		return "у сервера PostgreSQL заняты все соединения: закройте лишние программы или увеличьте max_connections", err
	case code == codeLocked:
		return busyTooLong, errors.Join(errShared, model.ErrAgain, err)
	case code == codeReadOnly:
		return "этот сервер PostgreSQL — копия только для чтения: назовите в адресе основной сервер", err
	case code == codeNoRight:
		return "у пользователя базы данных не хватает прав: сделайте его её владельцем", err
	case code == codePrepared, code == codeNotPrepared:
		return errPooled.Error(), errors.Join(errPooled, err)
	case code == codeSerialization, code == codeDeadlock:
		return "двум программам понадобилось одно и то же в базе данных, и ничего не изменено: повторите", errors.Join(errShared, model.ErrAgain, err)
	case code == codeSilent:
		return "сервер PostgreSQL прервал запись, о которой программа слишком долго молчала, и ничего не изменено: повторите", errors.Join(model.ErrAgain, err)
	case strings.HasPrefix(code, codeStopping), strings.HasPrefix(code, codeLostConnection):
		return "сервер PostgreSQL остановлен или перезапускается: повторите через минуту", errors.Join(model.ErrAgain, err)
	}
	return "", err
}

// ofConnection says what keeps the server from being reached.
func (p postgres) ofConnection(err error) (words string, cause error) {
	var untrusted *tls.CertificateVerificationError
	var connecting *pgconn.ConnectError
	var network net.Error
	away := fmt.Sprintf("база данных %s не отвечает: проверьте адрес, работает ли сервер PostgreSQL и пропускает ли его порт брандмауэр", p.at)
	switch {
	case errors.As(err, &untrusted):
		return "сертификат сервера PostgreSQL не подтверждён: проверьте имя сервера в адресе, срок сертификата и файл доверенного центра в sslrootcert", err
	case strings.Contains(err.Error(), "refused TLS"):
		return "сервер PostgreSQL не умеет шифровать связь: включите на нём ssl или, в защищённой сети, добавьте к адресу ?sslmode=disable", err
	case errors.As(err, &connecting):
		return away, err
	case errors.As(err, &network), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.Is(err, sqldriver.ErrBadConn):
		return away, errors.Join(model.ErrAgain, err)
	}
	return "", err
}
