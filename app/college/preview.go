package college

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"zvonok/model"
	"zvonok/model/roster"
	"zvonok/model/store"
)

// ErrLookedAt ends a transaction that only shows what would happen.
var ErrLookedAt = errors.New("only looked at")

// ImportLimits are the safety limits of the college's imports.
func ImportLimits(tx *store.Tx) (limits model.ImportLimits, err error) {
	limits = model.DefaultImportLimits()
	limits.Percent, err = tx.IntSetting(store.SettingRemovalLimit, limits.Percent)
	return limits, err
}

// ImportProblems are the problems of files as people are told them.
func ImportProblems(list []roster.Problem) []model.ImportProblem {
	problems := make([]model.ImportProblem, len(list))
	for i, p := range list {
		problems[i] = model.ImportProblem{File: p.File, Row: p.Row, Column: p.Column, Value: p.Value, Message: p.Message, Emptying: p.Emptying}
	}
	return problems
}

// FingerprintOf tells values from all others that JSON writes differently.
func FingerprintOf(values ...any) (string, error) {
	h := sha256.New()
	out := json.NewEncoder(h)
	for _, v := range values {
		if err := out.Encode(v); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
