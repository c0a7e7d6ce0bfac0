package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"time"
)

// StartTLS is Start with TLS, for the host names, under a root of the sandbox's own that it answers in PEM. Requests to
// the names are answered too: a client that trusts the root reaches the sandbox by them once they lead here.
func (s *Server) StartTLS(addr string, names ...string) (baseURL string, root []byte, err error) {
	root, leaf, err := makeCertificates(names)
	if err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	s.names = names
	s.mu.Unlock()
	baseURL, err = s.start(addr, "https", func(l net.Listener) net.Listener {
		return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12})
	})
	return baseURL, root, err
}

// makeCertificates makes a root, and by it a certificate for the names and for this computer.
func makeCertificates(names []string) (root []byte, leaf tls.Certificate, err error) {
	rootKey, err1 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	leafKey, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err := errors.Join(err1, err2); err != nil {
		return nil, leaf, err
	}
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Sandbox Root CA"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	own := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "sandbox"}, NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		DNSNames: append([]string{"localhost"}, names...), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	rootDER, err1 := x509.CreateCertificate(rand.Reader, ca, ca, &rootKey.PublicKey, rootKey)
	leafDER, err2 := x509.CreateCertificate(rand.Reader, own, ca, &leafKey.PublicKey, rootKey)
	if err := errors.Join(err1, err2); err != nil {
		return nil, leaf, err
	}
	root = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER})
	return root, tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: leafKey}, nil
}
