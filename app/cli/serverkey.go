package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"zvonok/app/college"
	"zvonok/app/remote"
	"zvonok/model/files"
)

// passphraseVariable holds the passphrase of a key's file where there is no terminal.
const passphraseVariable = "ZVONOK_KEY_PASSPHRASE"

// mostKeyFile is longer than any file of a key, in bytes.
const mostKeyFile = 16 << 10

// exportKey writes the server's key under a passphrase.
func (cmd *Serve) exportKey(ctx context.Context, e *Env, c *college.College) error {
	key, err := remote.OpenKey(c.Dir)
	if err != nil {
		return err
	}
	passphrase, err := e.passphrase(ctx, "Придумайте фразу, под которой ключ будет лежать в файле: ", "Ещё раз: ")
	if err != nil {
		return err
	}
	sealed, err := remote.SealKey(key, passphrase)
	if err != nil {
		return err
	}
	err = files.WriteNew(cmd.ExportKey, func(w io.Writer) error {
		_, err := w.Write(sealed)
		return errors.Join(err, os.Chmod(cmd.ExportKey, 0o600))
	})
	if err != nil {
		return err
	}
	e.printf("Ключ записан: %s. На другом компьютере: «zvonok serve --key ФАЙЛ».\n", cmd.ExportKey)
	return nil
}

// prepareKey makes the key that the server will change to.
func prepareKey(e *Env, c *college.College) error {
	err := remote.PrepareKey(c.Dir)
	if err == nil {
		e.printf("Новый ключ приготовлен. Перезапустите сервер: компьютеры, которые подключаются, узнают о новом ключе. Когда все побывают на связи, " +
			"остановите сервер и выполните «zvonok serve --change-key».\n")
	}
	return err
}

// changeKey makes the prepared key that of the college's server.
func changeKey(e *Env, c *college.College) error {
	err := remote.ChangeKey(c.Dir)
	if err == nil {
		e.printf("Ключ сменён. Запустите сервер и раздайте новые листки: код на прежних больше не подходит.\n")
	}
	return err
}

// bringKey makes the key of a file that of the college's server.
func (cmd *Serve) bringKey(ctx context.Context, e *Env, c *college.College) error {
	text, err := files.Read(ctx, cmd.Key, mostKeyFile)
	if err != nil {
		return err
	}
	passphrase, err := e.passphrase(ctx, "Фраза, под которой лежит ключ: ")
	if err != nil {
		return err
	}
	return remote.BringKey(c.Dir, text, passphrase)
}

var errTypedApart = errors.New("фразы не совпали: повторите")

// passphrase is that of the environment, else what is typed, in answer to each question the same.
func (e *Env) passphrase(ctx context.Context, questions ...string) (passphrase string, err error) {
	if given := e.Getenv(passphraseVariable); given != "" {
		return given, nil
	}
	for i, question := range questions {
		_, _ = fmt.Fprint(e.Err, question)
		typed, err := e.secretLine(ctx)
		switch {
		case errors.Is(err, errInterrupted):
			return "", err
		case err != nil:
			return "", fmt.Errorf("фраза ключа: %w; без терминала её задаёт переменная %s", err, passphraseVariable)
		case i > 0 && typed != passphrase:
			return "", errTypedApart
		}
		passphrase = typed
	}
	return passphrase, nil
}
