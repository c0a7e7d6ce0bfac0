package remote

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"zvonok/app/remote/proxied"
	"zvonok/model"
	"zvonok/model/files"
)

// keyFile is the college's own key in its data folder, of mode 0600.
const keyFile = "server.key"

// serverName takes the place of the host: a college is known by its key, whatever its address. Only TLS is told the name that an address
// has, for a proxy that tells colleges apart by it.
const serverName = "zvonok"

// errKey: at the address is a server with another key.
var errKey = errors.New("по этому адресу отвечает не сервер вашего колледжа: его ключ другой. Спросите у администратора ПОО новую ссылку подключения")

// errDamagedKey: the file is no key.
var errDamagedKey = errors.New("файл с ключом сервера (" + keyFile + " или " + nextKeyFile + ") повреждён: верните его из копии папки данных. " +
	"Без него компьютеры, которые подключены, не узнают сервер")

// mostKey is longer than any such file, in bytes.
const mostKey = 4 << 10

// Key is what a college proves itself by to the computers that are connected.
type Key struct {
	Pin         model.Pin
	certificate tls.Certificate
}

// nextKeyFile is the key that the college changes to, as soon as the desks have heard of it.
const nextKeyFile = "server-next.key"

// OpenKey reads the college's key from its data folder, where it makes one at first.
func OpenKey(dir string) (Key, error) { return openKey(filepath.Join(dir, keyFile)) }

// PrepareKey makes the key that the college will change to, unless there is one. A server that begins then tells of it.
func PrepareKey(dir string) error {
	_, err := openKey(filepath.Join(dir, nextKeyFile))
	return err
}

// NextPin is that of the key that the college will change to, if one is prepared.
func NextPin(dir string) (pin model.Pin, found bool, err error) {
	path := filepath.Join(dir, nextKeyFile)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return pin, false, nil
	}
	key, err := openKey(path)
	return key.Pin, err == nil, err
}

// errNoNextKey: desks that have not heard of a key take its server for a stranger's.
var errNoNextKey = errors.New("новый ключ ещё не приготовлен: сначала запустите «zvonok serve --prepare-key» и дайте компьютерам, которые подключены, " +
	"узнать о нём")

// ChangeKey puts the key that was prepared in the place of the college's.
func ChangeKey(dir string) error {
	switch _, found, err := NextPin(dir); {
	case err != nil:
		return err
	case !found:
		return errNoNextKey
	}
	if err := os.Rename(filepath.Join(dir, nextKeyFile), filepath.Join(dir, keyFile)); err != nil {
		return fmt.Errorf("не удалось сменить ключ сервера: %w", err)
	}
	return nil
}

func openKey(path string) (Key, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return newKey(path)
	}
	text, err := files.Read(context.Background(), path, mostKey)
	if err != nil {
		return Key{}, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return Key{}, errDamagedKey
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	own, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok {
		return Key{}, errDamagedKey
	}
	return keyOf(own)
}

func newKey(path string) (Key, error) {
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Key{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(own)
	if err != nil {
		return Key{}, err
	}
	if err := writeKey(path, der); err != nil {
		return Key{}, err
	}
	return keyOf(own)
}

func writeKey(path string, der []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("не удалось сохранить ключ сервера: %w", err)
	}
	err = errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close())
	if err != nil {
		return errors.Join(fmt.Errorf("не удалось сохранить ключ сервера: %w", err), os.Remove(path))
	}
	return nil
}

// keyOf makes the certificate in which TLS shows the key; desks look at the key alone, never at its dates.
func keyOf(own *ecdsa.PrivateKey) (Key, error) {
	shown := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{serverName},
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2126, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, shown, shown, &own.PublicKey, own)
	if err != nil {
		return Key{}, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return Key{}, err
	}
	return Key{pinOf(parsed), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: own, Leaf: parsed}}, nil
}

func pinOf(c *x509.Certificate) model.Pin { return sha256.Sum256(c.RawSubjectPublicKeyInfo) }

// Serve answers calls until ctx ends, and then until those that are under way have ended, for a moment.
func (s *Server) Serve(ctx context.Context, listener net.Listener, key Key) error {
	server := &http.Server{
		Handler: s.handler(ctx), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{key.certificate}},
		HTTP2:     &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second}, // a desk that is gone holds nothing
		ErrorLog:  slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),                                 // strangers knock with whatever they have
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		waiting, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if server.Shutdown(waiting) != nil {
			_ = server.Close()
		}
	})
	if len(s.BehindProxy) > 0 {
		listener = proxied.Listener{Listener: listener, IsProxy: s.isProxy}
	}
	err := server.ServeTLS(listener, "", "")
	if stop() { // it ended by itself
		return err
	}
	<-ended
	s.jobs.running.Wait()
	return nil
}

// farewell is how long calls that are under way may still take when the server ends.
const farewell = 5 * time.Second
