package desk

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"zvonok/model"
)

// Releases says where to ask for the latest version of the program. Both fields are stamped in at build; they are empty where
// packages keep the program up to date, and nobody is asked then.
type Releases struct {
	URL string // https
	Key string // the public Ed25519 key that verifies answers, in base64
	// Client asks; nil is an ordinary one.
	Client *http.Client
}

const (
	// releaseWithin is how long the answer may take, and releaseBytes how long it may be.
	releaseWithin = 10 * time.Second
	releaseBytes  = 4 << 10
	// releaseSigned begins the text that is signed, so that no other signature of the key counts.
	releaseSigned = "zvonok release "
)

var errReleases = errors.New("узнать о новой версии не получилось: проверьте интернет и повторите")

// release is the answer.
type release struct {
	Version   string `json:"version"`
	Signature []byte `json:"signature"` // of releaseSigned and the version
}

// Asked reports whether there is somebody to ask.
func (r Releases) Asked() bool { return r.URL != "" && r.Key != "" }

// Newer asks for the latest version and gives it if it is later than ours; else it gives "". An answer that the key has
// not signed is an error.
func (r Releases) Newer(ctx context.Context, ours string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, releaseWithin)
	defer cancel()
	latest, err := r.latest(ctx)
	if err != nil {
		return "", fmt.Errorf("%w (%w)", errReleases, err)
	}
	if !model.Newer(latest, ours) {
		return "", nil
	}
	return latest, nil
}

func (r Releases) latest(ctx context.Context) (string, error) {
	key, err := base64.StdEncoding.DecodeString(r.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return "", errors.New("неверный ключ сборки")
	}
	if !strings.HasPrefix(r.URL, "https://") {
		return "", errors.New("адрес сборки не https")
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return "", err
	}
	client := r.Client
	if client == nil {
		client = &http.Client{}
	}
	answer, err := client.Do(ask)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("ответ %d", answer.StatusCode)
	}
	var told release
	if err := json.NewDecoder(io.LimitReader(answer.Body, releaseBytes)).Decode(&told); err != nil {
		return "", err
	}
	if !ed25519.Verify(key, []byte(releaseSigned+told.Version), told.Signature) {
		return "", errors.New("подпись не подходит")
	}
	return told.Version, nil
}
