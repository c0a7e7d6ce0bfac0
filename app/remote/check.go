package remote

import (
	"context"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"zvonok/app"
	"zvonok/model"
)

const (
	// checkWithin is how long each step of a check may take.
	checkWithin = 7 * time.Second
	// uneven is how far two clocks may be apart before a person is told.
	uneven = 2 * time.Minute
)

// Check tries step by step whether the server of a link is reached; clock is this computer's own. A step that failed is the last.
func Check(ctx context.Context, link model.ConnectionLink, clock app.Clock) (checks []model.ConnectionCheck) {
	address, err := reached(ctx, link.Addresses)
	checks = append(checks, model.ConnectionCheck{Step: model.CheckAddress, Address: address, Err: err})
	if err != nil {
		return checks
	}
	pin, err := pinAt(ctx, address)
	if err == nil && !link.Has(pin) {
		err = errKey
	}
	checks = append(checks, model.ConnectionCheck{Step: model.CheckKey, Address: address, Err: err})
	if err != nil {
		return checks
	}
	c := NewClient(model.ConnectionLink{College: link.College, Addresses: []string{address}, Pins: link.Pins})
	defer c.Close()
	c.UseClock(clock)
	asking, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	_, err = c.Entry(asking)
	checks = append(checks, model.ConnectionCheck{Step: model.CheckVersion, Address: address, Err: err})
	if err != nil {
		return checks
	}
	if ahead := c.hours.Now().Sub(clock.Now()); ahead.Abs() > uneven {
		err = clocksApart(ahead)
	}
	return append(checks, model.ConnectionCheck{Step: model.CheckTime, Address: address, Err: err})
}

// clocksApart says by how much the server's clock is ahead.
func clocksApart(ahead time.Duration) error {
	which := "отстают"
	if ahead < 0 {
		which = "спешат"
	}
	return fmt.Errorf("часы этого компьютера %s от часов сервера на %s: поправьте те, что неверны. Время занятий показывается по серверу",
		which, model.WaitWords(ahead.Abs().Round(time.Minute)))
}

// reached is the first of the addresses at which somebody answers.
func reached(ctx context.Context, addresses []string) (string, error) {
	var failed error
	for _, address := range addresses {
		dialer := net.Dialer{Timeout: checkWithin / 2}
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err == nil {
			return address, conn.Close()
		}
		if ctx.Err() != nil {
			return address, ctx.Err()
		}
		failed = err
	}
	what := "сервер выключен, или его не пропускает брандмауэр"
	var unknown *net.DNSError
	if errors.As(failed, &unknown) {
		what = "в сети нет компьютера с таким именем"
	}
	return strings.Join(addresses, ", "), fmt.Errorf("по этому адресу никто не отвечает: %s. Спросите у администратора, включён ли сервер колледжа и тот ли это адрес", what)
}

// pinAt is the key of whoever answers at an address. Nothing else is asked, or told.
func pinAt(ctx context.Context, address string) (pin model.Pin, err error) {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	dialer := tls.Dialer{Config: &tls.Config{
		MinVersion: tls.VersionTLS13, ServerName: serverName, NextProtos: []string{"h2", "http/1.1"},
		InsecureSkipVerify: true, //nolint:gosec // its key is compared by who asks; no authority has signed it
	}}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return pin, fmt.Errorf("по этому адресу отвечает другая программа, не сервер «Звонка»: проверьте адрес и порт (%w)", err)
	}
	secured := conn.(*tls.Conn) //nolint:forcetypeassert,errcheck // tls.Dialer makes no other
	return pinOf(secured.ConnectionState().PeerCertificates[0]), conn.Close()
}

var (
	errCode = errors.New("проверочный код не подходит к серверу по этому адресу: сверьте адрес и код с листком. Если они верны, не подключайтесь " +
		"и скажите администратору")
	errShortCode = errors.New("в проверочном коде 20 букв и цифр: введите его целиком")
)

// codeLength is how many letters and digits a check code has.
const codeLength = 20

// Knock is the link to the server at an address, HOST or HOST:PORT, whose key has a slip's check code, however that was typed. A
// server with another key is asked nothing.
func Knock(ctx context.Context, address, code string) (model.ConnectionLink, error) {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "", "–", "", "—", "").Replace(code))
	if len(code) != codeLength {
		return model.ConnectionLink{}, errShortCode
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		address = net.JoinHostPort(strings.Trim(address, "[]"), strconv.Itoa(model.ServerPort))
	}
	if address, err := reached(ctx, []string{address}); err != nil {
		return model.ConnectionLink{}, fmt.Errorf("%s: %w", address, err)
	}
	pin, err := pinAt(ctx, address)
	if err != nil {
		return model.ConnectionLink{}, err
	}
	if subtle.ConstantTimeCompare([]byte(strings.ReplaceAll(pin.Code(), "-", "")), []byte(code)) != 1 {
		return model.ConnectionLink{}, errCode
	}
	link := model.ConnectionLink{Addresses: []string{address}, Pins: []model.Pin{pin}}
	c := NewClient(link)
	defer c.Close()
	entry, err := c.Entry(ctx)
	link.College = entry.ID
	return link, err
}
