package vkclient_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"zvonok/vkclient"
	"zvonok/vkclient/sandbox"
)

// named is a sandbox with certificates for some names of VK, and a client that finds hosts there or nowhere.
type named struct {
	*testing.T
	vk     *sandbox.Server
	root   []byte
	at     map[string]string // addresses by host; others do not resolve
	dialed []string
	client *http.Client
}

func newNamed(t *testing.T, names ...string) *named {
	t.Helper()
	vkclient.ForgetAnswering()
	vk, err := sandbox.New(sandbox.Options{NoLimits: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vk.Close() })
	base, root, err := vk.StartTLS("127.0.0.1:0", names...)
	if err != nil {
		t.Fatal(err)
	}
	n := &named{T: t, vk: vk, root: root, at: map[string]string{}}
	for _, name := range names {
		n.at[name] = strings.TrimPrefix(base, "https://")
	}
	n.trust(root)
	return n
}

// trust makes the client again, trusting a root for VK's hosts.
func (n *named) trust(root []byte) {
	n.client = &http.Client{Transport: vkclient.Transport(root, func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		n.dialed = append(n.dialed, host)
		if n.at[host] == "" {
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		return (&net.Dialer{}).DialContext(ctx, network, n.at[host])
	})}
}

func (n *named) api(hosts vkclient.Hosts) *vkclient.Client {
	return vkclient.New(vkclient.Options{Hosts: hosts, Token: vkclient.Secret(n.vk.Info().CommunityToken), Kind: vkclient.CommunityToken, HTTP: n.client})
}

// asks asks VK something and checks where it was looked for.
func (n *named) asks(client *vkclient.Client, dialed ...string) error {
	n.Helper()
	n.dialed = nil
	n.client.CloseIdleConnections()
	_, err := client.GroupsGetByID(n.Context())
	if !slices.Equal(n.dialed, dialed) {
		n.Errorf("looked at %q, want %q", n.dialed, dialed)
	}
	return err
}

const partners, old = "partners.api.vk.ru", "api.vk.ru"

// TestTrustedRoot: the root that is embedded is the Ministry's.
func TestTrustedRoot(t *testing.T) {
	block, rest := pem.Decode(vkclient.MinistryRoot)
	if block == nil || len(strings.TrimSpace(string(rest))) > 0 {
		t.Fatal("no single certificate")
	}
	sum := sha256.Sum256(block.Bytes)
	if got := hex.EncodeToString(sum[:]); got != "d26d2d0231b7c39f92cc738512ba54103519e4405d68b5bd703e9788ca8ecf31" {
		t.Errorf("the root's SHA-256 is %s", got)
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil || root.Subject.CommonName != "Russian Trusted Root CA" || !root.IsCA {
		t.Errorf("%+v, %v", root.Subject, err)
	}
}

// TestNamesOfTheAPI: the new name is asked first; when it does not resolve, connect or verify, the old one is, and is
// remembered for other clients too until it fails.
func TestNamesOfTheAPI(t *testing.T) {
	t.Run("both answer", func(t *testing.T) {
		n := newNamed(t, partners, old)
		if err := n.asks(n.api(vkclient.Hosts{}), partners); err != nil {
			t.Error(err)
		}
		s, err := vkclient.AskBy(t.Context(), n.client, vkclient.DefaultHosts())
		if err != nil || s.Name != partners || s.Issuer != "Sandbox Root CA" || s.Time.IsZero() {
			t.Errorf("%+v, %v", s, err)
		}
	})
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	stranger, _, err := startStranger(t)
	if err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]string{"does not resolve": "", "does not connect": closed.Addr().String(), "does not verify": stranger} {
		t.Run(name, func(t *testing.T) {
			n := newNamed(t, partners, old)
			here := n.at[partners]
			n.at[partners] = at
			client := n.api(vkclient.Hosts{})
			if err := n.asks(client, partners, old); err != nil {
				t.Fatal(err)
			}
			if err := n.asks(client, old); err != nil {
				t.Error(err)
			}
			if err := n.asks(n.api(vkclient.Hosts{}), old); err != nil {
				t.Error(err)
			}
			n.at[partners], n.at[old] = here, ""
			if err := n.asks(client, old, partners); err != nil {
				t.Error(err)
			}
		})
	}
}

// startStranger serves TLS under a root that nobody trusts.
func startStranger(t *testing.T) (address string, root []byte, err error) {
	t.Helper()
	vk, err := sandbox.New(sandbox.Options{})
	if err != nil {
		return "", nil, err
	}
	t.Cleanup(func() { _ = vk.Close() })
	base, root, err := vk.StartTLS("127.0.0.1:0", partners, old)
	return strings.TrimPrefix(base, "https://"), root, err
}

// TestNotTwiceByTwoNames: a request that may have been carried out is not sent to the other name.
func TestNotTwiceByTwoNames(t *testing.T) {
	n := newNamed(t, partners, old)
	if err := n.vk.SetFaults("messages.createChat/drop@1"); err != nil {
		t.Fatal(err)
	}
	err := n.api(vkclient.Hosts{}).Do(t.Context(), vkclient.CreateChatCall("ДО-19-3", nil)).Err
	if vkclient.Class(err) != vkclient.UnknownOutcome || len(n.vk.State().Chats) != 1 || !slices.Equal(n.dialed, []string{partners}) {
		t.Errorf("%v, looked at %q, VK has %d chats", err, n.dialed, len(n.vk.State().Chats))
	}
}

// TestTrustIsForVKAlone: the root is trusted for VK's hosts and for no other, and without it VK is not believed.
func TestTrustIsForVKAlone(t *testing.T) {
	const proxy = "vk.example.ru"
	n := newNamed(t, partners, old, proxy)
	err := n.asks(n.api(vkclient.HostsAt("https://"+proxy)), slices.Repeat([]string{proxy}, 5)...)
	if !vkclient.Untrusted(err) {
		t.Errorf("another host under the root: %v", err)
	}
	n.trust(vkclient.MinistryRoot)
	_, err = vkclient.AskBy(t.Context(), n.client, vkclient.DefaultHosts())
	if !vkclient.Untrusted(err) {
		t.Errorf("VK under a root that is not trusted: %v", err)
	}
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Errorf("the cause is %v", err)
	}
	if n.vk.State().Requests != 0 {
		t.Error("a request was sent all the same")
	}
}
