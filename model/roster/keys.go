package roster

import (
	"strings"

	"zvonok/model"
)

// The keys of records. A key made of a code holds no ordinary space and one made of a name always
// does, since a name has two words at least; so the two never meet.
func CodeKey(kind, code string) Key {
	return Key(kind + ":" + strings.ReplaceAll(model.Squeeze(code), " ", "\u00a0"))
}

func (k Key) isCode() bool { return !strings.Contains(string(k), " ") }

func StudentNameKey(name model.Name, group string) Key {
	return Key("student:" + model.FoldName(name) + "|" + model.Fold(group))
}

// studentPlaceKey is studentNameKey of texts that are folded already.
func StudentPlaceKey(name, group string) Key { return Key("student:" + name + "|" + group) }

func StaffNameKey(name model.Name) Key { return Key("staff:" + model.FoldName(name)) }

func GroupNameKey(name string) Key { return Key("group:" + model.Fold(name)) }

func TeachingNameKey(group, subject, index, subgroup string) Key {
	return Key("teaching:" + model.Fold(group) + "|" + model.Fold(subject) + "|" + model.Fold(index) + "|" + model.Fold(subgroup))
}
