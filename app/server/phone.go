package server

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync/atomic"

	"zvonok/app/phone"
	"zvonok/model"
)

// PhoneParts say how a server has the page for the phone; the zero value is a server without it.
type PhoneParts struct {
	// URL is where browsers find the page: https://HOST or https://HOST:PORT.
	URL string
	// Listen is [HOST]:PORT of the page with its own certificate; empty is the port of URL at all addresses of this computer.
	Listen string
	// CertFile and KeyFile are the certificate, in PEM.
	CertFile, KeyFile string
	// Behind is 127.0.0.1:PORT, where a reverse proxy of this computer, which has the certificate, brings plain HTTP.
	Behind string
	// Roots are the authorities that browsers trust; nil are those of the system.
	Roots *x509.CertPool
}

// Errors of how the page was asked for.
var (
	errNoPhoneURL = errors.New("назовите адрес страницы для телефона: --phone https://ИМЯ")
	errPhoneWay   = errors.New("странице для телефона нужен сертификат, которому доверяют браузеры: назовите --phone-cert и --phone-key или, если сертификат у " +
		"прокси на этом же компьютере, --phone-behind 127.0.0.1:ПОРТ")
	errPhoneBoth = errors.New("сертификат страницы для телефона либо у самого сервера (--phone-cert, --phone-key), либо у прокси (--phone-behind): уберите одно из двух")
)

// Check refuses what contradicts itself, in Russian.
func (p PhoneParts) Check() error {
	own := p.CertFile != "" || p.KeyFile != ""
	switch {
	case p.URL == "" && (own || p.Behind != "" || p.Listen != ""):
		return errNoPhoneURL
	case p.URL == "":
		return nil
	case own && p.Behind != "":
		return errPhoneBoth
	case p.Behind == "" && (p.CertFile == "" || p.KeyFile == ""):
		return errPhoneWay
	}
	if p.Behind != "" {
		if at, err := netip.ParseAddrPort(p.Behind); err != nil || !at.Addr().IsLoopback() {
			return fmt.Errorf("--phone-behind %s: без шифрования страница для телефона отвечает только этому компьютеру, укажите 127.0.0.1:ПОРТ", p.Behind)
		}
	}
	_, _, _, err := phone.CheckOrigin(p.URL)
	return err
}

// phonePage is the page for the phone at work, or why it is not.
type phonePage struct {
	origin      string
	page        *phone.Page
	listener    net.Listener
	certificate *phone.Certificate
	failed      atomic.Pointer[error] // why it does not answer
}

// startPhone makes the page, if one is asked for. That its port is taken or its certificate is no good keeps nobody from the college: the
// page is off, and says why.
func (s *Server) startPhone(ctx context.Context) error {
	p := s.parts.Phone
	if err := p.Check(); err != nil || p.URL == "" {
		return err
	}
	origin, host, port, err := phone.CheckOrigin(p.URL)
	if err != nil {
		return err
	}
	all := s.parts.Areas
	parts := phone.Parts{College: all, Clock: all.College.Clock, Pages: all.Pages, Origin: origin, BehindProxy: p.Behind != "", Log: s.parts.Log}
	if s.parts.Counts != nil {
		parts.Answered = s.parts.Counts.page
	}
	s.phone = &phonePage{origin: origin, page: phone.New(parts)}
	address := p.Behind
	if address == "" {
		s.phone.certificate = &phone.Certificate{CertFile: p.CertFile, KeyFile: p.KeyFile, Host: host, Roots: p.Roots, Now: all.Now, Log: s.parts.Log}
		if address = p.Listen; address == "" {
			address = ":" + port
		}
	}
	if s.phone.listener, err = listen(ctx, address); err != nil {
		s.phone.fail(err)
	}
	all.College.PhoneBy(s.Phone)
	return nil
}

func (p *phonePage) fail(err error) { p.failed.Store(&err) }

// Phone says whether the server has the page for the phone.
func (s *Server) Phone() model.PhonePage {
	p := s.phone
	if p == nil {
		return model.PhonePage{}
	}
	said := model.PhonePage{Address: p.origin, Returns: phone.Returns(p.origin)}
	if failed := p.failed.Load(); failed != nil {
		said.Problem = (*failed).Error()
	} else if p.certificate != nil {
		if err := p.certificate.Problem(); err != nil {
			said.Problem = err.Error()
		}
	}
	return said
}

// runPhone answers browsers until ctx ends.
func (s *Server) runPhone(ctx context.Context) {
	if s.phone == nil || s.phone.listener == nil {
		return
	}
	if err := s.phone.page.Serve(ctx, s.phone.listener, s.phone.certificate); err != nil {
		s.parts.Log.Error("the page for the phone ended", slog.Any("error", err))
		s.phone.fail(errors.New("страница для телефона остановилась: перезапустите сервер, подробности в его журнале"))
	}
}

// endPhone closes the page, also one that never ran.
func (s *Server) endPhone() error {
	s.parts.Areas.College.PhoneBy(nil)
	if s.phone == nil || s.phone.listener == nil {
		return nil
	}
	return end(s.phone.listener)
}
