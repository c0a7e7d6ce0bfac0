package model

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Pin is the SHA-256 of a server's public key: desks know the server by it.
type Pin [32]byte

// String is the pin as links hold it.
func (p Pin) String() string { return strings.ToLower(pinText.EncodeToString(p[:])) }

// Code is the part of a pin that is printed on a slip, 100 bits: «k7mp-x4hd-r2tw-3bqa-c5vn». Its letters are those of the
// pin.
func (p Pin) Code() string { return grouped(p.String()[:codeLength]) }

// errCode: what was typed is no check code.
var errCode = errors.New("проверочный код — 20 латинских букв и цифр от 2 до 7, например k7mp-x4hd-r2tw-3bqa-c5vn: сверьте его с листком")

// ParseCode reads a check code as people type it, whatever the case, the blanks and the dashes, and gives it as Pin.Code does.
func ParseCode(text string) (string, error) {
	// A code has no 0, 1 and 8: they are misread letters that look like them.
	text = strings.NewReplacer("-", "", "–", "", "—", "", "0", "o", "1", "l", "8", "b").Replace(strings.ToLower(strings.Join(strings.Fields(text), "")))
	if len(text) != codeLength || strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz234567", r) }) {
		return "", errCode
	}
	return grouped(text), nil
}

const codeLength = 20

func grouped(code string) string {
	return strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:16], code[16:]}, "-")
}

var pinText = base32.StdEncoding.WithPadding(base32.NoPadding)

// ServerPort is where a college's server is reached, by TCP, unless another one was named.
const ServerPort = 8473

// ConnectionLink is how a desk finds the server of its college and recognises it.
type ConnectionLink struct {
	College   string   // its ID
	Addresses []string // HOST:PORT, one or more
	Pins      []Pin    // one or more: the server's key, and the next one
}

// Has reports whether the link knows a server's key.
func (l ConnectionLink) Has(pin Pin) bool {
	return slices.ContainsFunc(l.Pins, func(known Pin) bool { return subtle.ConstantTimeCompare(known[:], pin[:]) == 1 })
}

// Learn is the link of a desk once its server has told its own. The keys are the server's. The addresses are first the one that
// worked, then the server's, then those known before: one may be a router's, which the server does not know.
func (l ConnectionLink) Learn(told ConnectionLink) ConnectionLink {
	if told.College != l.College || len(told.Pins) == 0 || len(l.Addresses) == 0 {
		return l
	}
	l.Pins = told.Pins
	var once []string
	for _, address := range slices.Concat(l.Addresses[:1], told.Addresses, l.Addresses) {
		if !slices.Contains(once, address) {
			once = append(once, address)
		}
	}
	l.Addresses = once[:min(len(once), mostInLink)]
	return l
}

// mostTold is how many addresses a link tells of servers with others beside them: the link has to fit on a slip.
const mostTold = 6

// With is the link of a server together with those of others that have the same college: the first address of each, then the second
// ones, so that a desk soon comes to another server, and all their keys.
func (l ConnectionLink) With(others []ConnectionLink) ConnectionLink {
	if len(others) == 0 {
		return l
	}
	all := append([]ConnectionLink{l}, others...)
	most := max(mostTold, len(l.Addresses))
	l.Addresses, l.Pins = nil, slices.Clone(l.Pins)
	for n := 0; n < mostInLink; n++ {
		for _, of := range all {
			if n < len(of.Addresses) && len(l.Addresses) < most && !slices.Contains(l.Addresses, of.Addresses[n]) {
				l.Addresses = append(l.Addresses, of.Addresses[n])
			}
		}
	}
	for _, of := range others {
		for _, pin := range of.Pins {
			if !l.Has(pin) && len(l.Pins) < mostInLink {
				l.Pins = append(l.Pins, pin)
			}
		}
	}
	return l
}

// linkStart begins every connection link of this version.
const linkStart = "zvonok://connect/1/"

// String is the link as text: zvonok://connect/1/COLLEGE?a=HOST:PORT&k=PIN, with as many addresses and pins as there are.
func (l ConnectionLink) String() string {
	values := url.Values{"a": l.Addresses}
	for _, pin := range l.Pins {
		values.Add("k", pin.String())
	}
	return linkStart + url.PathEscape(l.College) + "?" + values.Encode()
}

// What ParseConnectionLink says of another text.
var (
	errConnectionLink = errors.New("это не ссылка подключения к колледжу: она начинается с zvonok://connect/, скопируйте её целиком")
	errNewerLink      = errors.New("эту ссылку подключения дал более новый «Звонок»: обновите программу на этом компьютере")
)

// mostInLink is more addresses or pins than any college has.
const mostInLink = 16

// ParseConnectionLink reads a link as people paste it.
func ParseConnectionLink(text string) (ConnectionLink, error) {
	text = strings.TrimSpace(text)
	if newer, ok := strings.CutPrefix(text, "zvonok://connect/"); ok && !strings.HasPrefix(text, linkStart) {
		if version, _, _ := strings.Cut(newer, "/"); version > "1" {
			return ConnectionLink{}, errNewerLink
		}
	}
	rest, ok := strings.CutPrefix(text, linkStart)
	if !ok {
		return ConnectionLink{}, errConnectionLink
	}
	college, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil || len(values["a"]) == 0 || len(values["k"]) == 0 || len(values["a"]) > mostInLink || len(values["k"]) > mostInLink {
		return ConnectionLink{}, errConnectionLink
	}
	l := ConnectionLink{Addresses: values["a"]}
	if l.College, err = url.PathUnescape(college); err != nil || l.College == "" {
		return ConnectionLink{}, errConnectionLink
	}
	for _, address := range l.Addresses {
		if !isHostPort(address) {
			return ConnectionLink{}, errConnectionLink
		}
	}
	for _, key := range values["k"] {
		bytes, err := pinText.DecodeString(strings.ToUpper(key))
		if err != nil || len(bytes) != len(Pin{}) {
			return ConnectionLink{}, errConnectionLink
		}
		l.Pins = append(l.Pins, Pin(bytes))
	}
	return l, nil
}

func isHostPort(address string) bool {
	host, port, err := net.SplitHostPort(address)
	number, wrong := strconv.ParseUint(port, 10, 16)
	return err == nil && wrong == nil && number > 0 && host != "" && !strings.ContainsAny(host, "/@ ")
}
