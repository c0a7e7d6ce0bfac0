package roster

import (
	"strings"
	"unicode/utf8"

	"zvonok/model"
)

// shorten cuts s to at most limit characters for showing it in a problem.
func shorten(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	return string(runes[:limit-1]) + "…"
}

// The keys of records. A key made of a code holds no ordinary space and one made of a name always
// does, since a name has two words at least; so the two never meet.
func codeKey(kind, code string) Key {
	return Key(kind + ":" + strings.ReplaceAll(model.Squeeze(code), " ", "\u00a0"))
}

func (k Key) isCode() bool { return !strings.Contains(string(k), " ") }

func studentNameKey(name model.Name, group string) Key {
	return Key("student:" + model.FoldName(name) + "|" + model.Fold(group))
}

// studentPlaceKey is studentNameKey of texts that are folded already.
func studentPlaceKey(name, group string) Key { return Key("student:" + name + "|" + group) }

func staffNameKey(name model.Name) Key { return Key("staff:" + model.FoldName(name)) }

func groupNameKey(name string) Key { return Key("group:" + model.Fold(name)) }

func teachingNameKey(group, subject, index, subgroup string) Key {
	return Key("teaching:" + model.Fold(group) + "|" + model.Fold(subject) + "|" + model.Fold(index) + "|" + model.Fold(subgroup))
}
