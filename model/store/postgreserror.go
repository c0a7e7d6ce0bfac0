package store

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"zvonok/model"
)

// databaseError says what people can do about an error of the database, whose own words stay within.
type databaseError struct {
	words string
	cause error
}

func (e *databaseError) Error() string { return e.words }

func (e *databaseError) Unwrap() error { return e.cause }

// ErrStranger is the cause of errors about a database that takes neither the name nor the password.
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
	codeStopping       = "57P"
)

func (p postgres) explain(err error) error {
	var told *databaseError
	if err == nil || errors.As(err, &told) || errors.Is(err, context.Canceled) {
		return err
	}
	var failed *pgconn.PgError
	var untrusted *tls.CertificateVerificationError
	var connecting *pgconn.ConnectError
	var network net.Error
	words := ""
	switch {
	case errors.As(err, &failed):
		switch code := failed.Code; {
		case code == codeDiskFull:
			return model.ErrNoRoom
		case strings.HasPrefix(code, codeStranger):
			err = errors.Join(ErrStranger, err)
			words = ErrStranger.Error() + ": проверьте имя пользователя в адресе и пароль"
		case code == codeNoDatabase:
			words = "на сервере PostgreSQL нет базы данных с таким именем: проверьте адрес или создайте её командой createdb"
		case code == codeConnections:
			words = "у сервера PostgreSQL заняты все соединения: закройте лишние программы или увеличьте max_connections"
		case code == codeLocked:
			words = "базу данных слишком долго занимает другая программа: повторите позже"
		case code == codeReadOnly:
			words = "этот сервер PostgreSQL — копия только для чтения: назовите в адресе основной сервер"
		case code == codeNoRight:
			words = "у пользователя базы данных не хватает прав: сделайте его её владельцем"
		case code == codeSerialization, code == codeDeadlock:
			words = "двум программам понадобилось одно и то же в базе данных, и ничего не изменено: повторите"
		case strings.HasPrefix(code, codeStopping), strings.HasPrefix(code, codeLostConnection):
			words = "сервер PostgreSQL остановлен или перезапускается: повторите через минуту"
		}
	case errors.As(err, &untrusted):
		words = "сертификат сервера PostgreSQL не подтверждён: проверьте имя сервера в адресе, срок сертификата и файл доверенного центра в sslrootcert"
	case strings.Contains(err.Error(), "refused TLS"):
		words = "сервер PostgreSQL не умеет шифровать связь: включите на нём ssl или, в защищённой сети, добавьте к адресу ?sslmode=disable"
	case errors.As(err, &connecting), errors.As(err, &network), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		words = fmt.Sprintf("база данных %s не отвечает: проверьте адрес, работает ли сервер PostgreSQL и пропускает ли его порт брандмауэр", p.at)
	}
	if words == "" {
		return err
	}
	return &databaseError{words, err}
}
