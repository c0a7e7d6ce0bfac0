package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zvonok/model"
)

// send is an error after it went over a network.
func send(t *testing.T, err error) error {
	t.Helper()
	sent, failed := ToSend(err)
	if failed != nil {
		t.Fatal(failed)
	}
	text, failed := json.Marshal(sent)
	if failed != nil {
		t.Fatal(failed)
	}
	sent = SentError{}
	if failed := json.Unmarshal(text, &sent); failed != nil {
		t.Fatal(failed)
	}
	return sent.Received()
}

func TestErrorsAreKnownAfterTheyWereSent(t *testing.T) {
	for _, err := range []error{
		ErrNoRight, fmt.Errorf("приказ: %w", model.ErrOrderDoubt), errors.Join(ErrOutdated, ErrBusy), errors.New("без кода"),
		&ImportLimitError{Reasons: []string{"уйдут все"}, Never: true}, model.TryLaterError{Wait: time.Minute, Wrong: true},
		fmt.Errorf("ещё: %w", &model.OrderNamesake{Name: model.ParseName("Котов Ян")}),
		&model.Conflict{Thing: "ФИО", Who: "Волков Олег", At: time.Date(2026, 11, 30, 14, 5, 0, 0, time.UTC), Now: json.RawMessage(`{"LastName":"Котов"}`)},
		&model.LossError{Losses: model.Losses{Emptied: []string{"А-1"}}},
	} {
		got := send(t, err)
		if got.Error() != err.Error() {
			t.Errorf("%q became %q", err, got)
		}
		for _, c := range codes {
			was, in := c.of(err)
			is, still := c.of(got)
			if in != still || in && !reflect.DeepEqual(was, is) {
				t.Errorf("%v as %s: %v, then %v", err, c.name, was, is)
			}
		}
	}
}

func TestEveryErrorHasItsOwnCode(t *testing.T) {
	names := map[string]bool{}
	for _, c := range codes {
		if names[c.name] {
			t.Errorf("%s is the code of two errors", c.name)
		}
		names[c.name] = true
	}
	var declared []string
	files, _ := filepath.Glob("*.go")
	others, _ := filepath.Glob("../model/*.go")
	for _, file := range append(files, others...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for _, name := range n.Names {
					if strings.HasPrefix(name.Name, "Err") {
						declared = append(declared, name.Name)
					}
				}
			case *ast.FuncDecl:
				if n.Name.Name == "Error" && n.Recv != nil {
					declared = append(declared, strings.TrimPrefix(types.ExprString(n.Recv.List[0].Type), "*"))
				}
			}
			return true
		})
	}
	// What is asked of a messenger or of VK ID crosses no contract.
	apart := []string{"ErrSignInAgain", "ErrNotThisAnswer", "Fault", "receivedError"}
	if declared = slices.DeleteFunc(declared, func(name string) bool { return slices.Contains(apart, name) }); len(declared) != len(codes) {
		t.Errorf("%d errors have codes, of these %d: %v", len(codes), len(declared), declared)
	}
}
