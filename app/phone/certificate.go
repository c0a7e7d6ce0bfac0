package phone

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificate is one that browsers trust, in two files of PEM. It is read again when they change: such certificates hold for weeks, and
// their renewal must not need a restart. It is safe for concurrent use.
type Certificate struct {
	CertFile, KeyFile string
	Host              string         // for which it has to be
	Roots             *x509.CertPool // nil are those of the system
	Now               func() time.Time
	Log               *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate // the last that could be read
	failed error            // why what is in the files now is not
	stamps [2]stamp
	looked time.Time
}

// stamp tells whether a file was written again.
type stamp struct {
	at   time.Time
	size int64
}

// lookAfter is how long a certificate is used before its files are looked at again.
const lookAfter = 10 * time.Second

// current is the certificate of the files or, while they hold none, the one that they held before.
func (c *Certificate) current() (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.Now()
	if since := now.Sub(c.looked); c.looked.IsZero() || since < 0 || since >= lookAfter {
		c.looked = now
		c.read()
	}
	return c.loaded, c.failed
}

// read reads the files, if they have changed. It is called with mu held.
func (c *Certificate) read() {
	var stamps [2]stamp
	for i, path := range []string{c.CertFile, c.KeyFile} {
		info, err := os.Stat(path)
		if err != nil {
			c.fail(fmt.Errorf("файл %s не читается: проверьте, есть ли он и может ли его читать служба «Звонка» (%w)", path, err))
			return
		}
		stamps[i] = stamp{info.ModTime(), info.Size()}
	}
	if stamps == c.stamps && c.failed == nil {
		return
	}
	read, err := tls.LoadX509KeyPair(c.CertFile, c.KeyFile)
	if err != nil {
		c.fail(fmt.Errorf("сертификат %s и ключ %s не читаются или не подходят друг к другу: укажите файлы fullchain.pem и privkey.pem одного сертификата (%w)",
			c.CertFile, c.KeyFile, err))
		return
	}
	if c.loaded != nil {
		c.Log.Info("the certificate of the page for the phone was read anew", slog.Time("until", read.Leaf.NotAfter))
	}
	c.loaded, c.failed, c.stamps = &read, nil, stamps
}

// fail notes why the files hold no certificate; the log is told once.
func (c *Certificate) fail(err error) {
	if c.failed == nil {
		c.Log.Warn("the certificate of the page for the phone", slog.Any("error", err))
	}
	c.failed = err
}

// Problem says in Russian why browsers would not trust the certificate; nil where they do.
func (c *Certificate) Problem() error {
	held, err := c.current()
	if held == nil {
		return err
	}
	leaf, between := held.Leaf, x509.NewCertPool()
	for _, der := range held.Certificate[1:] {
		if one, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(one)
		}
	}
	now := c.Now()
	switch {
	case now.After(leaf.NotAfter):
		return fmt.Errorf("сертификат %s истёк %s: продлите его", c.CertFile, leaf.NotAfter.Format("02.01.2006"))
	case now.Before(leaf.NotBefore):
		return fmt.Errorf("сертификат %s начнёт действовать %s: проверьте часы этого компьютера", c.CertFile, leaf.NotBefore.Format("02.01.2006"))
	case leaf.VerifyHostname(c.Host) != nil:
		return fmt.Errorf("сертификат %s выдан не для %s: получите сертификат на это имя или назовите в --phone то, на которое он выдан", c.CertFile, c.Host)
	}
	if _, err := leaf.Verify(x509.VerifyOptions{DNSName: c.Host, Intermediates: between, Roots: c.Roots, CurrentTime: now}); err != nil {
		return fmt.Errorf("сертификату %s браузеры не доверяют: нужен сертификат известного центра, например Let’s Encrypt, вместе с промежуточными (fullchain.pem)", c.CertFile)
	}
	return nil
}

// config is TLS by the certificate. Phones of ten years ago know 1.2.
func (c *Certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		held, err := c.current()
		if held != nil {
			return held, nil
		}
		return nil, errors.Join(errors.New("no certificate"), err)
	}}
}
