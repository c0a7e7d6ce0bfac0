package model

import (
	"fmt"
	"slices"
)

// TokenKind says which of the college's tokens one is.
type TokenKind uint8

// The kinds of tokens: the community's, which the agent works with, and that of the account that starts calls.
const (
	CommunityToken TokenKind = iota + 1
	CallToken
)

// TokenKinds are all of them.
var TokenKinds = []TokenKind{CommunityToken, CallToken}

// Verdict is what is known of an ability.
type Verdict uint8

// The verdicts. VerdictOther is an ability that comes another way, which the words name.
const (
	VerdictNo Verdict = iota
	VerdictYes
	VerdictOther
)

// TokenAbility is one thing that a token can or cannot do.
type TokenAbility struct {
	Name    string // «Создавать чаты»
	Verdict Verdict
	Words   string // why not, what to do, or how else; may be empty
	// Needed is whether the token is of no use without it.
	Needed bool
}

// TokenReport is what the messenger says about a token: a community's, or that of the account for calls.
type TokenReport struct {
	Community MessengerID // whose token it is; the account's own number where it is a person
	Name      string      // the community's or the person's
	Abilities []TokenAbility
	// Instead is the community that holds the college's chats when it is another one, zero otherwise:
	// with this token those chats cannot be reached.
	Instead MessengerID
}

// Usable reports whether the program can work with the token.
func (r TokenReport) Usable() bool {
	return !slices.ContainsFunc(r.Abilities, func(a TokenAbility) bool { return a.Needed && a.Verdict != VerdictYes })
}

// Foreign says that the token belongs to another community, not to the one that holds the college's chats;
// it is empty when it is not.
func (r TokenReport) Foreign() string {
	if r.Instead == 0 {
		return ""
	}
	return fmt.Sprintf("ключ принадлежит сообществу «%s» (%d), а чаты колледжа созданы сообществом %d", r.Name, r.Community, r.Instead)
}

// TokenState is what is known of a token on the computer where the agent works.
type TokenState struct {
	Kept bool
	Tail string // its last four characters
	// Given says that the token comes from the program's environment: it is replaced and removed there.
	Given bool
	// Elsewhere is an address of the settings to which nobody has agreed on this computer: that of the API, to which the
	// token is therefore not sent, or else that of a page, which is not opened. Empty when there is none.
	Elsewhere string
	// Problem says in Russian why the token could not be looked up; empty when it could.
	Problem string
}

// TokenTail is the last four characters of a token, or fewer of one so short that they would give it away.
func TokenTail(token string) string {
	runes := []rune(token)
	return string(runes[len(runes)-min(4, len(runes)/4):])
}
