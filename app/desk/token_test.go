package desk_test

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"zvonok/app/college"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
)

// environment is one that a program finds.
type environment map[string]string

func (e environment) get(name string) string { return e[name] }

// keysOf are a college's tokens in a vault and an environment.
func keysOf(c *college.College, v vault.Vault, getenv func(string) string) tokens.Keys {
	return tokens.Keys{College: c, Vault: v, Getenv: getenv}
}

// closed is a vault that cannot be opened.
type closed struct{ vault.Vault }

var errClosed = errors.New("хранилище ключей недоступно")

func (closed) Get(context.Context, string) (string, error) { return "", errClosed }

func TestCommunityToken(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	full, empty := new(vault.Memory), new(vault.Memory)
	if err := keysOf(w.college, full, nil).Keep(t.Context(), model.CommunityToken, "  from-vault\n", model.MessengerAddresses{}); err != nil {
		t.Fatal(err)
	}
	good, blank := file("token", "from-file\r\n\n"), file("blank", " \n")
	for _, c := range []struct {
		name  string
		env   environment
		from  vault.Vault
		want  string
		words string
	}{
		{"the environment comes first", environment{tokens.Variable: " from-environment\n", tokens.FileVariable: good}, full, "from-environment", ""},
		{"then the file", environment{tokens.Variable: "  ", tokens.FileVariable: good}, full, "from-file", ""},
		{"then the vault", nil, full, "from-vault", ""},
		{"a file of Notepad", environment{tokens.FileVariable: file("bom", "\ufefffrom-file\r\n")}, full, "from-file", ""},
		{"a file of PowerShell", environment{tokens.FileVariable: file("utf16", utf16File("from-file\r\n", binary.LittleEndian))}, full, "from-file", ""},
		{"the other way round", environment{tokens.FileVariable: file("utf16be", utf16File("from-file", binary.BigEndian))}, full, "from-file", ""},
		{"no file", environment{tokens.FileVariable: filepath.Join(folder, "нет")}, full, "", "не читается файл из переменной " + tokens.FileVariable},
		{"a folder", environment{tokens.FileVariable: folder}, full, "", "не читается файл"},
		{"an endless file", environment{tokens.FileVariable: file("endless", strings.Repeat("x", 1<<20))}, full, "", "слишком велик: больше 64 КБ"},
		{"an empty file", environment{tokens.FileVariable: blank}, full, "", "пуст"},
		{"nowhere", nil, empty, "", tokens.ErrNone.Error()},
		{"a closed vault", nil, closed{}, "", errClosed.Error()},
	} {
		got, err := keysOf(w.college, c.from, c.env.get).Find(t.Context(), model.CommunityToken)
		if got.Secret != c.want || (err != nil) != (c.words != "") || err != nil && !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "from-") {
			t.Errorf("%s: the token is told: %v", c.name, err)
		}
	}
	if _, err := keysOf(w.college, empty, environment{}.get).Find(t.Context(), model.CommunityToken); !errors.Is(err, tokens.ErrNone) {
		t.Errorf("nowhere: %v", err)
	}
	if err := keysOf(w.college, empty, nil).Keep(t.Context(), model.CommunityToken, " \n", model.MessengerAddresses{}); err == nil || !strings.Contains(err.Error(), "ключ пуст") {
		t.Errorf("an empty token gives %v", err)
	}
}

// TestTokenOfEachCollege: two colleges of one computer do not share a token, and one keeps its own.
func TestTokenOfEachCollege(t *testing.T) {
	one, two := newWorld(t), newWorld(t)
	v := new(vault.Memory)
	if err := keysOf(one.college, v, nil).Keep(t.Context(), model.CommunityToken, "first", model.MessengerAddresses{}); err != nil {
		t.Fatal(err)
	}
	if _, err := keysOf(two.college, v, environment{}.get).Find(t.Context(), model.CommunityToken); !errors.Is(err, tokens.ErrNone) {
		t.Errorf("the other college: %v", err)
	}
	again := openWorld(t, one.college.Dir, one.vk)
	if got, err := keysOf(again.college, v, environment{}.get).Find(t.Context(), model.CommunityToken); err != nil || got.Secret != "first" {
		t.Errorf("the college opened again: %q, %v", got, err)
	}
}

// utf16File is a text as PowerShell redirects it into a file.
func utf16File(text string, order binary.AppendByteOrder) string {
	file := order.AppendUint16(nil, 0xFEFF)
	for _, unit := range utf16.Encode([]rune(text)) {
		file = order.AppendUint16(file, unit)
	}
	return string(file)
}

// TestTakeTokens: programs that are started, the browser first, inherit no token; the program itself still reads it.
func TestTakeTokens(t *testing.T) {
	names := []string{tokens.Variable, tokens.FileVariable, tokens.CallVariable, tokens.CallFileVariable}
	for _, name := range names {
		t.Setenv(name, "secret")
	}
	t.Setenv("ZVONOK_OTHER", "other")
	getenv := tokens.Take()
	for _, line := range os.Environ() {
		if strings.HasSuffix(line, "=secret") {
			t.Errorf("a child inherits %s", line)
		}
	}
	for _, name := range names {
		if getenv(name) != "secret" {
			t.Errorf("%s is lost", name)
		}
	}
	if getenv("ZVONOK_OTHER") != "other" {
		t.Error("the rest of the environment is lost")
	}
}
