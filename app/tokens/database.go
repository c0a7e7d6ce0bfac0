package tokens

import (
	"context"
	"fmt"
)

// The variables of the environment that give the password of the college's database: itself, or the name of a file that holds it.
const (
	DatabaseVariable     = "ZVONOK_DB_PASSWORD"
	DatabaseFileVariable = "ZVONOK_DB_PASSWORD_FILE"
)

// DatabaseSecret is the name under which the keyring has the password of the database with that address.
func DatabaseSecret(url string) string { return "database-" + url }

// DatabasePassword gives the password that the environment gives; nil where it gives none. A file is read each time, so that it may
// become another one while the program runs.
func DatabasePassword(getenv func(string) string) func(context.Context) (string, error) {
	if password := getenv(DatabaseVariable); password != "" {
		return func(context.Context) (string, error) { return password, nil }
	}
	path := getenv(DatabaseFileVariable)
	if path == "" {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		password, err := tokenFile(ctx, path)
		if err != nil {
			return "", fmt.Errorf("не читается файл из переменной %s: %w", DatabaseFileVariable, err)
		}
		return password, nil
	}
}
