package roster

import (
	"strings"

	"zvonok/model"
)

// CodeKey is the key of a record that has a code. The key of a code has no ordinary space and the key of a name always
// has one, since a name has at least two words, so they never collide.
func CodeKey(kind, code string) Key {
	return Key(kind + ":" + strings.ReplaceAll(model.Squeeze(code), " ", "\u00a0"))
}

func (k Key) isCode() bool { return !strings.Contains(string(k), " ") }

// StudentNameKey is the key of a student without a code.
func StudentNameKey(name model.Name, group string) Key {
	return Key("student:" + model.FoldName(name) + "|" + model.Fold(group))
}

// StudentPlaceKey is StudentNameKey of texts that are folded already.
func StudentPlaceKey(name, group string) Key { return Key("student:" + name + "|" + group) }

// StaffNameKey is the key of a member of staff without a code.
func StaffNameKey(name model.Name) Key { return Key("staff:" + model.FoldName(name)) }

// GroupNameKey is the key of a group of our lists.
func GroupNameKey(name string) Key { return Key("group:" + model.Fold(name)) }

// TeachingNameKey is the key of a teaching of our lists.
func TeachingNameKey(group, subject, index, subgroup string) Key {
	return Key("teaching:" + model.Fold(group) + "|" + model.Fold(subject) + "|" + model.Fold(index) + "|" + model.Fold(subgroup))
}
