// Package cli is the command line for everything that needs no window: rosters in, chats carried to the messenger, copies
// of the college and its health. Results go to standard output, questions and logs to standard error. main.go wires it.
// Its commands act for the owner of the data folder, who may do everything.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"zvonok/app"
	"zvonok/app/agent"
	"zvonok/app/college"
	"zvonok/app/host"
	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// Exit codes of the program; 2, wrong use, is kong's.
const (
	ExitDone    = 0
	ExitFailed  = 1
	ExitUsage   = 2
	ExitLimit   = 3 // stopped by the safety limit, or by a question that only a person can answer
	ExitPartial = 4 // some people or chats were refused, the rest is done
)

// errPartial ends a command whose report holds refusals; they have been printed.
var errPartial = errors.New("часть людей или чатов VK не принял: смотрите список отказов")

// ElsewhereError ends a command that another process carried out, which has said what was wrong.
type ElsewhereError struct{ Code int }

// Error is for logs.
func (e ElsewhereError) Error() string { return fmt.Sprintf("the other process ended with %d", e.Code) }

// ExitCode is the exit code that goes with a command's error.
func ExitCode(err error) int {
	var other ElsewhereError
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, new(*app.LimitError)), errors.As(err, new(*app.ImportLimitError)), errors.As(err, new(*app.ImportDoubtsError)),
		errors.As(err, new(*tokens.ElsewhereError)),
		errors.Is(err, errNobodyToAsk), errors.Is(err, app.ErrUnconfirmed), errors.Is(err, server.ErrNoAdministrator):
		return ExitLimit
	case errors.Is(err, errPartial):
		return ExitPartial
	case errors.As(err, &other):
		return other.Code
	}
	return ExitFailed
}

// Globals are the flags of every command.
type Globals struct {
	Data  string `help:"Папка данных колледжа." placeholder:"ПАПКА" type:"path"`
	DB    string `name:"db" help:"Колледж в базе PostgreSQL, по её адресу без пароля; в папке данных остаются ключи и копии." placeholder:"postgres://ПОЛЬЗОВАТЕЛЬ@СЕРВЕР/БАЗА"`
	VKURL string `name:"vk-url" help:"Адрес другого VK, например учебного (vk-sandbox)." placeholder:"АДРЕС"`
}

// MadeUp refuses what a made-up college has its own of.
func (g Globals) MadeUp() error {
	if g.DB != "" || g.VKURL != "" {
		return errors.New("демонстрационный колледж не в базе PostgreSQL и со своим учебным VK: уберите --db и --vk-url")
	}
	return nil
}

// DataDir is the data folder: the one that was named, or the user's own.
func (g Globals) DataDir() (string, error) {
	if g.Data != "" {
		return g.Data, nil
	}
	if runtime.GOOS == "linux" {
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "zvonok"), nil
		}
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("не найдена домашняя папка: укажите папку данных ключом --data")
		}
		return filepath.Join(home, ".local", "share", "zvonok"), nil
	}
	config, err := os.UserConfigDir()
	if err == nil && runtime.GOOS == "windows" {
		return localFolder(config)
	}
	if err != nil {
		return "", errNoFolder
	}
	return filepath.Join(config, "zvonok"), nil
}

// localFolder is the data folder of a user of Windows: what lies in the roaming profile is copied to other computers, where the
// first version left it.
func localFolder(roaming string) (string, error) {
	local, err := os.UserCacheDir()
	if err != nil {
		return "", errNoFolder
	}
	dir := filepath.Join(local, "zvonok")
	return dir, settle(dir, filepath.Join(roaming, "zvonok"))
}

var errNoFolder = errors.New("не найдена папка программ: укажите папку данных ключом --data")

// Env is the world outside a command.
type Env struct {
	In        io.Reader
	Out, Err  io.Writer
	Getenv    func(string) string
	Clock     app.Clock
	Log       *slog.Logger
	Vault     vault.Vault
	Messenger host.Messenger
	// Counts are what a server has done, and what VK has answered.
	Counts *server.Counts
	// VKServer asks which server of VK answers.
	VKServer func(ctx context.Context, vkURL string) (VKServer, error)
	// System is where a service is installed.
	System  System
	Version string
	// NoWindow says that this build of the program has no window.
	NoWindow bool
}

// VKServer is the server that answers for VK.
type VKServer struct {
	Time   time.Time // by its clock
	Name   string    // of the host
	Issuer string    // who vouches for it; empty where nobody does, as with a local VK
}

// open opens the college of the data folder or of the database, which has to be there.
func (e *Env) open(ctx context.Context, g Globals) (*college.College, error) {
	dir, err := g.DataDir()
	if err != nil {
		return nil, err
	}
	switch holds, err := e.holdsCollege(ctx, g); {
	case err != nil:
		return nil, err
	case !holds:
		return nil, errors.New(g.where(dir) + ". Новый колледж заводят в окне программы или командой «zvonok import»")
	}
	return e.openAt(ctx, g, dir)
}

// holdsCollege reports whether a data folder has a college already.
func holdsCollege(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, store.FileName))
	return !errors.Is(err, fs.ErrNotExist)
}

// found is open for a command that may be a college's first.
func (e *Env) found(ctx context.Context, g Globals) (*college.College, error) {
	dir, err := g.DataDir()
	if err != nil {
		return nil, err
	}
	return e.openAt(ctx, g, dir)
}

func (e *Env) openAt(ctx context.Context, g Globals, dir string) (*college.College, error) {
	s, err := e.openStore(ctx, g, dir)
	if err != nil {
		return nil, err
	}
	return &college.College{Store: s, Dir: dir, Clock: e.Clock}, nil
}

// keys are the tokens of the college on this computer.
func (e *Env) keys(c *college.College, g Globals) (tokens.Keys, error) {
	reach, err := e.Messenger.Reach(g.VKURL)
	return tokens.Keys{College: c, Vault: e.Vault, Getenv: e.Getenv, Reach: reach}, err
}

// agent makes the agent of the college with the token that is to be found.
func (e *Env) agent(ctx context.Context, c *college.College, g Globals) (*agent.Agent, error) {
	keys, err := e.keys(c, g)
	if err != nil {
		return nil, err
	}
	made, noCalls, err := host.NewAgent(ctx, keys, e.Log, e.Messenger)
	switch {
	case err != nil:
		return nil, err
	case noCalls != nil && keys.Given(model.CallToken):
		return nil, noCalls
	case noCalls != nil:
		// Where the keyring is missing the chats are carried all the same: nobody asked for calls.
		e.Log.Warn("the account for calls is not here", slog.Any("error", noCalls))
	}
	return made, nil
}

func (e *Env) printf(format string, args ...any) { _, _ = fmt.Fprintf(e.Out, format, args...) }

// words is where people read what will change: beside the object when standard output is for one.
func (e *Env) words(asJSON bool) io.Writer {
	if asJSON {
		return e.Err
	}
	return e.Out
}

// printJSON prints one object.
func (e *Env) printJSON(v any) error {
	out := json.NewEncoder(e.Out)
	out.SetEscapeHTML(false)
	return out.Encode(v)
}
