// Package sealed keeps texts in files that nobody can read without a secret, nor tell what they are about.
package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// NewSecret makes a secret for a folder.
func NewSecret() string { return rand.Text() }

// Folder is a folder of sealed texts, each in a file of its own. It is not safe for concurrent use.
type Folder struct {
	dir   string
	seal  cipher.AEAD
	names []byte // the key of the files' names
	most  int64  // bytes; 0 for any
	size  int64
}

// Open opens a folder by its secret, and makes it where it is not yet. It holds no more than most bytes, 0 for any: what
// was written first makes room.
func Open(dir, secret string, most int64) (*Folder, error) {
	f := &Folder{dir: dir, most: most}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "seal", 32)
	if err != nil {
		return nil, err
	}
	if f.names, err = hkdf.Key(sha256.New, []byte(secret), nil, "names", 32); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	if f.seal, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, err := f.files()
	for _, file := range files {
		f.size += file.Size()
	}
	return f, err
}

// files are those of the folder, the one first that was written first.
func (f *Folder) files() ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(f.dir)
	files := make([]fs.FileInfo, 0, len(entries))
	for _, e := range entries {
		if info, gone := e.Info(); gone == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	return files, err
}

// file is the name of a text's file, which tells nothing of the text's own.
func (f *Folder) file(name string) string {
	mac := hmac.New(sha256.New, f.names)
	mac.Write([]byte(name))
	return hex.EncodeToString(mac.Sum(nil))
}

// Get reads a text; it gives nil for a text that is not there, or was not sealed by this secret under this name.
func (f *Folder) Get(name string) ([]byte, error) {
	file := f.file(name)
	text, err := os.ReadFile(filepath.Join(f.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if text, err = f.seal.Open(text[:0], nil, text, []byte(file)); err != nil {
		return nil, nil //nolint:nilerr // a file that was cut off by a crash is as good as none
	}
	return text, nil
}

// Put writes a text, replacing a former one: after a crash the one or the other is there. With lasting it is also there after
// the computer has lost its power.
func (f *Folder) Put(name string, text []byte, lasting bool) error {
	file := f.file(name)
	path := filepath.Join(f.dir, file)
	if former, err := os.Stat(path); err == nil {
		f.size -= former.Size()
	}
	out, err := os.CreateTemp(f.dir, "new-*")
	if err != nil {
		return err
	}
	n, err := out.Write(f.seal.Seal(nil, nil, text, []byte(file)))
	if lasting && err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	f.size += int64(n)
	if lasting {
		if err := syncFolder(f.dir); err != nil {
			return err
		}
	}
	if f.most > 0 && f.size > f.most {
		return f.makeRoom()
	}
	return nil
}

// syncFolder lets a file's new name last. Windows has no such thing: there the name lasts with the file.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// makeRoom drops the oldest texts until three quarters of the room are used.
func (f *Folder) makeRoom() error {
	files, err := f.files()
	if err != nil {
		return err
	}
	f.size = 0
	for _, file := range files {
		f.size += file.Size()
	}
	for _, file := range files {
		if f.size <= f.most/4*3 {
			break
		}
		err = errors.Join(err, os.Remove(filepath.Join(f.dir, file.Name())))
		f.size -= file.Size()
	}
	return err
}

// Clear removes every text.
func (f *Folder) Clear() error {
	f.size = 0
	return errors.Join(os.RemoveAll(f.dir), os.MkdirAll(f.dir, 0o700))
}
