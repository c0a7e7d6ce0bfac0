package program

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"zvonok/model/store"
)

// secrets are values that must stand nowhere but in the keyring.
type secrets map[string]bool

// keep adds the values that are not empty.
func (s secrets) keep(values ...string) {
	for _, value := range values {
		if value != "" {
			s[value] = true
		}
	}
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// in tells which of the secrets a text holds: as they are, or as addresses and encoders write them. The codes of
// SMS are short, so they count only as numbers of their own.
func (s secrets) in(text []byte) (found []string) {
	for secret := range s {
		if digits.MatchString(secret) {
			if regexp.MustCompile(`(^|[^0-9])` + secret + `([^0-9]|$)`).Match(text) {
				found = append(found, secret)
			}
			continue
		}
		for _, form := range []string{secret, url.QueryEscape(secret), base64.RawStdEncoding.EncodeToString([]byte(secret))} {
			if bytes.Contains(text, []byte(form)) {
				found = append(found, secret)
				break
			}
		}
	}
	slices.Sort(found)
	return found
}

// under tells, for every file below the folders, which of the secrets it holds.
func (s secrets) under(dirs ...string) (found map[string][]string, err error) {
	found = map[string][]string{}
	for _, dir := range dirs {
		err = errors.Join(err, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			found[path] = s.in(text)
			return err
		}))
	}
	return found, err
}

// plant puts a value where a careless program would leave one: into the database, a log and the preferences. It
// answers with those files.
func plant(tb testing.TB, dir, value string) []string {
	tb.Helper()
	college, err := store.Open(tb.Context(), dir)
	if err != nil {
		tb.Fatal(err)
	}
	// The next row's first byte may be a digit, and a number between digits is part of another one.
	err = college.Update(tb.Context(), func(tx *store.Tx) error { return tx.SetSetting("planted", value+";") })
	if err := errors.Join(err, college.Close()); err != nil {
		tb.Fatal(err)
	}
	planted := []string{filepath.Join(dir, store.FileName)}
	for name, text := range map[string]string{
		"planted.log": "level=INFO msg=\"GET /?code=" + url.QueryEscape(value) + "\"\n", "planted/preferences.json": `{"token":"` + value + `"}`,
		"planted/packed": base64.RawStdEncoding.EncodeToString([]byte(value)),
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			tb.Fatal(err)
		}
		planted = append(planted, path)
	}
	return planted
}

// TestSecretsAreFound: the search that finds nothing elsewhere finds what was planted.
func TestSecretsAreFound(t *testing.T) {
	for _, value := range []string{"vk2.a.PLANTED+VALUE/1", "472913", "синяя-ворона-7"} {
		t.Run(value, func(t *testing.T) {
			dir := t.TempDir()
			looked := secrets{}
			looked.keep(value, "", "vk2.a.ELSEWHERE")
			before, err := looked.under(dir)
			if err != nil || len(before) != 0 {
				t.Fatalf("%v, %v", before, err)
			}
			planted := plant(t, dir, value)
			found, err := looked.under(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range planted {
				// A number written in another way is no longer a number.
				if want := []string{value}; filepath.Base(path) != "packed" && !slices.Equal(found[path], want) {
					t.Errorf("%s: found %q", path, found[path])
				}
			}
		})
	}
	looked := secrets{"123456": true}
	if found := looked.in([]byte("id 51234567 at 1234560")); len(found) != 0 {
		t.Errorf("parts of other numbers are taken for a code: %q", found)
	}
}
