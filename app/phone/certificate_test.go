package phone_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zvonok/app/phone"
)

// authority signs certificates.
type authority struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, key: newKey(t)}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.cert = a.sign(template, template, a.key)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (a *authority) sign(template, parent *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	a.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return cert
}

func (a *authority) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// write writes a certificate for a host and its key into a folder.
func (a *authority) write(dir, host string, serial int64, from, until time.Time) (certFile, keyFile string) {
	a.t.Helper()
	key := newKey(a.t)
	cert := a.sign(&x509.Certificate{SerialNumber: big.NewInt(serial), DNSNames: []string{host}, NotBefore: from, NotAfter: until}, a.cert, key)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "fullchain.pem"), filepath.Join(dir, "privkey.pem")
	for path, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert.Raw}, keyFile: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
	return certFile, keyFile
}

// TestCertificateRead: the page goes by the certificate of the files as they are now, and by the former one while they hold none.
func TestCertificateRead(t *testing.T) {
	a, dir := newAuthority(t), t.TempDir()
	certFile, keyFile := a.write(dir, "college.example", 2, noon.Add(-time.Hour), noon.AddDate(0, 3, 0))
	s := newSite(t)
	c := &phone.Certificate{CertFile: certFile, KeyFile: keyFile, Host: "college.example", Roots: a.roots(), Now: s.college.Now, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	page := phone.New(phone.Parts{College: s.college, Clock: s.college, Origin: "https://college.example", Log: slog.New(slog.DiscardHandler)})
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- page.Serve(ctx, listener, c) }()
	serial := func() int64 {
		t.Helper()
		client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: a.roots(), ServerName: "college.example", Time: s.college.Now},
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "tcp", listener.Addr().String())
			}}}
		defer client.CloseIdleConnections()
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://college.example/", nil)
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 {
			t.Errorf("it answers %s %s", answer.Proto, answer.Status)
		}
		return answer.TLS.PeerCertificates[0].SerialNumber.Int64()
	}
	if got := serial(); got != 2 || c.Problem() != nil {
		t.Fatalf("the certificate is %d, %v", got, c.Problem())
	}
	a.write(dir, "college.example", 3, noon.Add(-time.Hour), noon.AddDate(0, 3, 0))
	touch(t, certFile, keyFile)
	s.college.pass(11 * time.Second)
	if got := serial(); got != 3 {
		t.Errorf("after the renewal it is %d", got)
	}
	if err := os.WriteFile(keyFile, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.college.pass(11 * time.Second)
	if got := serial(); got != 3 || !strings.Contains(s.log.String(), "the certificate of the page") {
		t.Errorf("while the files hold none it is %d", got)
	}
	a.write(dir, "college.example", 4, noon.Add(-time.Hour), noon.AddDate(0, 3, 0))
	s.college.pass(11 * time.Second)
	if got := serial(); got != 4 {
		t.Errorf("after that it is %d", got)
	}
	end()
	if err := <-ended; err != nil {
		t.Errorf("it ends with %v", err)
	}
}

// touch makes sure that files that were written within one tick of the file system's clock differ.
func touch(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Chtimes(path, noon, noon); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCertificateProblem: what browsers would not trust is said in words.
func TestCertificateProblem(t *testing.T) {
	a := newAuthority(t)
	good := func(dir string) (string, string) {
		return a.write(dir, "college.example", 2, noon.Add(-time.Hour), noon.AddDate(0, 3, 0))
	}
	for want, make := range map[string]func(dir string, c *phone.Certificate){
		"": func(dir string, c *phone.Certificate) { c.CertFile, c.KeyFile = good(dir) },
		"истёк 24.11.2026": func(dir string, c *phone.Certificate) {
			c.CertFile, c.KeyFile = a.write(dir, "college.example", 2, noon.AddDate(0, -3, 0), noon.AddDate(0, 0, -1))
		},
		"начнёт действовать": func(dir string, c *phone.Certificate) {
			c.CertFile, c.KeyFile = a.write(dir, "college.example", 2, noon.AddDate(0, 1, 0), noon.AddDate(0, 3, 0))
		},
		"выдан не для college.example": func(dir string, c *phone.Certificate) {
			c.CertFile, c.KeyFile = a.write(dir, "other.example", 2, noon.Add(-time.Hour), noon.AddDate(0, 3, 0))
		},
		"браузеры не доверяют": func(dir string, c *phone.Certificate) {
			c.CertFile, c.KeyFile = good(dir)
			c.Roots = newAuthority(t).roots()
		},
		"не читается": func(dir string, c *phone.Certificate) {
			c.CertFile, c.KeyFile = filepath.Join(dir, "none.pem"), filepath.Join(dir, "none.key")
		},
		"не подходят друг к другу": func(dir string, c *phone.Certificate) {
			c.CertFile, _ = good(dir)
			_, c.KeyFile = good(t.TempDir())
		},
	} {
		c := &phone.Certificate{Host: "college.example", Roots: a.roots(), Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
		make(t.TempDir(), c)
		err := c.Problem()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
