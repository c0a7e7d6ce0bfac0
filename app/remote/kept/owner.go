package kept

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zvonok/app/remote/sealed"
	"zvonok/app/vault"
	"zvonok/model"
)

// Owner is a person that a computer keeps something of.
type Owner struct {
	College string // its ID
	Person  model.PersonID
	Dir     string // holds the folders of all
	Vault   vault.Vault
}

// What is kept of a person lies in two folders, each with a key of its own.
const (
	cache  = "cache"  // what they were told
	unsent = "outbox" // what waits to be sent
)

// keyName is the name of a folder's key in the vault.
func (o Owner) keyName(of string) string { return fmt.Sprintf("%s-%s-%d", of, o.College, o.Person) }

// path is a person's folder.
func (o Owner) path(of string) string {
	return filepath.Join(o.Dir, of, fmt.Sprintf("%s-%d", url.PathEscape(o.College), o.Person))
}

// has reports whether the computer has something of the person's.
func (o Owner) has(of string) bool {
	_, err := os.Stat(o.path(of))
	return o.Dir != "" && err == nil
}

// vaultWithin is how long the vault may take.
const vaultWithin = 5 * time.Second

// folder opens a folder for most bytes, 0 for any; nil where nothing is to be kept, and with an error where it cannot be.
func (o Owner) folder(of string, keep bool, most int64) (*sealed.Folder, error) {
	if !keep {
		o.clear(of)
		return nil, nil
	}
	folder, err := o.open(of, most)
	if err != nil && !errors.Is(err, ErrKeyLost) {
		return nil, fmt.Errorf("на этом компьютере ничего не сохраняется для работы без связи с колледжем: %w", err)
	}
	return folder, err
}

// ErrKeyLost says that the vault has lost the key of what waited to be sent.
var ErrKeyLost = errors.New("хранилище ключей потеряло ключ к тому, что ждало отправки с этого компьютера: если вы ставили здесь оценки и отсутствия без связи, " +
	"проверьте их в журнале и поставьте ещё раз")

func (o Owner) open(of string, most int64) (*sealed.Folder, error) {
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	key, err := o.Vault.Get(ctx, o.keyName(of))
	var lost error
	if errors.Is(err, vault.ErrNone) {
		if of == unsent && o.has(of) {
			lost = errors.Join(ErrKeyLost, os.RemoveAll(o.path(of)))
		}
		key = sealed.NewSecret()
		err = o.Vault.Set(ctx, o.keyName(of), key)
	}
	if err != nil {
		return nil, err
	}
	folder, err := sealed.Open(o.path(of), key, most)
	return folder, errors.Join(err, lost)
}

// Forget takes from a computer what the people of a college were told there, and the keys of it. What waits to be sent stays.
func Forget(college, dir string, keys vault.Vault) error {
	folders, err := os.ReadDir(filepath.Join(dir, cache))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errKeptStays
	}
	for _, folder := range folders {
		number, ofCollege := strings.CutPrefix(folder.Name(), url.PathEscape(college)+"-")
		person, err := strconv.ParseInt(number, 10, 64)
		if !ofCollege || err != nil {
			continue
		}
		o := Owner{college, model.PersonID(person), dir, keys}
		if o.clear(cache); o.has(cache) {
			return errKeptStays
		}
	}
	return nil
}

var errKeptStays = errors.New("не удалось удалить то, что сохранено на этом компьютере для работы без связи: проверьте права на папку данных и повторите")

// clear takes a folder of the person's, and its key, from the computer.
func (o Owner) clear(of string) {
	if !o.has(of) {
		return
	}
	ctx, done := context.WithTimeout(context.Background(), vaultWithin)
	defer done()
	warn(errors.Join(os.RemoveAll(o.path(of)), o.Vault.Delete(ctx, o.keyName(of))))
}
