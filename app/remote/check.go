package remote

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"connectrpc.com/connect/v2"

	"zvonok/app"
	"zvonok/model"
)

var (
	errNotOurs = errors.New("по этому адресу отвечает не «Звонок», или по пути связь подменяют: проверьте адрес, прокси и антивирус, который проверяет " +
		"защищённые соединения")
	errOtherCode = errors.New("по этому адресу отвечает сервер с другим проверочным кодом: сверьте адрес и код с листком. Если они верны, не подключайтесь " +
		"и спросите у администратора ПОО новый листок")
)

// connectWithin is how long an address may take to answer.
const connectWithin = 5 * time.Second

// Check tries the connection with a server step by step, up to the first step that fails.
func Check(ctx context.Context, link model.ConnectionLink, clock app.Clock) []model.ConnectionCheck {
	address, checks := reach(ctx, link)
	if address == "" {
		return checks
	}
	at, err := serverTime(ctx, model.ConnectionLink{College: link.College, Addresses: []string{address}, Pins: link.Pins})
	checks = append(checks, model.ConnectionCheck{Step: model.CheckVersion, Address: address, Err: err})
	if err != nil {
		return checks
	}
	if off := model.ClockOff(clock.Now(), at); off != "" {
		err = fmt.Errorf("по сравнению с сервером часы этого компьютера %s: включите автоматическую установку даты и времени здесь, а если здесь она включена — на сервере", off)
	}
	return append(checks, model.ConnectionCheck{Step: model.CheckTime, Address: address, Err: err})
}

// reach finds the first address of a link where its server answers. Without one the address is empty, and the checks say why each
// failed; if another key was met, they tell of that alone.
func reach(ctx context.Context, link model.ConnectionLink) (address string, checks []model.ConnectionCheck) {
	var another []model.ConnectionCheck
	for _, address := range link.Addresses {
		addressed := model.ConnectionCheck{Step: model.CheckAddress, Address: address}
		err := look(ctx, address, link.Has)
		if missed, ok := errors.AsType[unreached](err); ok {
			addressed.Err = missed
			checks = append(checks, addressed)
			continue
		}
		met := []model.ConnectionCheck{addressed, {Step: model.CheckKey, Address: address, Err: err}}
		if err == nil {
			return address, met
		}
		if another == nil {
			another = met
		}
	}
	if another != nil {
		return "", another
	}
	return "", checks
}

// look makes sure that the server at an address has a known key.
func look(ctx context.Context, address string, known func(model.Pin) bool) error {
	conn, err := shake(ctx, address, known)
	if err == nil {
		_ = conn.Close()
	}
	return err
}

// unreached is an address where nobody answers.
type unreached struct {
	address string
	proxy   string // the computer's proxy, which we do not use; empty for none
	err     error
}

// Error says what may be the reason and what to do.
func (u unreached) Error() string {
	var name *net.DNSError
	_, port, _ := net.SplitHostPort(u.address)
	text := fmt.Sprintf("никто не отвечает: проверьте, включён ли компьютер с колледжем, в одной ли вы с ним сети и пропускает ли его брандмауэр порт %s", port)
	switch {
	case errors.As(u.err, &name):
		text = "компьютер с таким именем не найден: проверьте адрес и сеть"
	case errors.Is(u.err, syscall.ECONNREFUSED), errors.Is(u.err, syscall.Errno(10061)): // of Windows
		text = fmt.Sprintf("компьютер есть, но порт %s на нём закрыт: проверьте, открыт ли там доступ с других компьютеров", port)
	}
	if u.proxy != "" {
		text += ". На этом компьютере задан прокси " + u.proxy + ", а «Звонок» соединяется с колледжем без него: разрешите это в сети"
	}
	return text
}

// proxyFor is the host of the proxy that the environment names for an address.
func proxyFor(address string) string {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: address}})
	if err != nil || proxy == nil {
		return ""
	}
	return proxy.Host
}

// serverTime asks a server whether it speaks our version, and the time by its clock.
func serverTime(ctx context.Context, link model.ConnectionLink) (time.Time, error) {
	client := NewClient(link)
	defer client.Close()
	ctx, info := connect.NewClientContext(ctx)
	var results []json.RawMessage
	spec := connect.Spec{StreamType: connect.StreamTypeUnary, Procedure: procedure("Access", "Entry")}
	if err := client.calls.CallUnary(ctx, spec, &[]any{}, &results); err != nil {
		return time.Time{}, failed(ctx, err)
	}
	at, err := http.ParseTime(info.ResponseHeader().Get("Date"))
	if err != nil {
		return time.Time{}, errNotOurs
	}
	return at, nil
}

// Knock finds a college by a slip: it takes the key of the server at the address, HOST or HOST:PORT, if the check code is that
// key's, and asks which college it is. A server with another code is asked nothing.
func Knock(ctx context.Context, address, code string) (k model.KnownCollege, err error) {
	if address, err = model.ServerAddress(address, model.ServerPort); err != nil {
		return k, err
	}
	if code, err = model.ParseCode(code); err != nil {
		return k, err
	}
	var met model.Pin
	err = look(ctx, address, func(pin model.Pin) bool {
		met = pin
		return subtle.ConstantTimeCompare([]byte(pin.Code()), []byte(code)) == 1
	})
	switch {
	case ctx.Err() != nil:
		return k, ctx.Err()
	case errors.Is(err, errKey):
		return k, errOtherCode
	case err != nil:
		return k, err
	}
	k.Link = model.ConnectionLink{Addresses: []string{address}, Pins: []model.Pin{met}}
	client := NewClient(k.Link)
	defer client.Close()
	entry, err := client.Entry(ctx)
	if err == nil && entry.ID == "" {
		err = errWire
	}
	k.Link.College, k.Name = entry.ID, entry.College
	return k, err
}
