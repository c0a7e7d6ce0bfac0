package sandbox

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// params are a call's parameters by name, as text: lists by comma, as VK's forms have them.
type params map[string]string

func paramsOfForm(form url.Values) params {
	p := make(params, len(form))
	for name, values := range form {
		p[strings.TrimSuffix(name, "[]")] = strings.Join(values, ",")
	}
	return p
}

// paramsOfScript are the parameters of a call within an execute.
func paramsOfScript(object map[string]any) params {
	p := make(params, len(object))
	for name, value := range object {
		p[name] = scriptText(value)
	}
	return p
}

func scriptText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "1"
		}
		return "0"
	case json.Number:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = scriptText(part)
		}
		return strings.Join(parts, ",")
	}
	text, _ := json.Marshal(value) // it was JSON a moment ago
	return string(text)
}

func (p params) has(name string) bool { return p[name] != "" }

func (p params) text(name string) string { return p[name] }

// conversation is the conversation that a call names by peer_id or by chat_id, 0 for none.
func (p params) conversation() int64 {
	if peer, err := p.need("peer_id"); err == nil {
		return peer
	}
	if chat, err := p.need("chat_id"); err == nil {
		return peerBase + chat
	}
	return 0
}

// need is a number that must be there.
func (p params) need(name string) (int64, error) {
	if !p.has(name) {
		return 0, failParam(name + " is undefined")
	}
	return p.number(name, 0)
}

// number is a number that may be absent.
func (p params) number(name string, absent int64) (int64, error) {
	if !p.has(name) {
		return absent, nil
	}
	n, err := strconv.ParseInt(strings.TrimSpace(p[name]), 10, 64)
	if err != nil {
		return 0, failParam(name + " should be an integer")
	}
	return n, nil
}

// within is a number that may be absent and must lie between low and high.
func (p params) within(name string, absent, low, high int64) (int64, error) {
	n, err := p.number(name, absent)
	switch {
	case err != nil:
		return 0, err
	case n < low:
		return 0, failParam(name + " should be greater or equal to " + strconv.FormatInt(low, 10))
	case n > high:
		return 0, failParam(name + " should be less or equal to " + strconv.FormatInt(high, 10))
	}
	return n, nil
}

// numbers is a list of numbers that may be absent.
func (p params) numbers(name string) ([]int64, error) {
	if !p.has(name) {
		return nil, nil
	}
	var list []int64
	for part := range strings.SplitSeq(p[name], ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64)
		if err != nil {
			return nil, failParam(name + " should be a list of integers")
		}
		list = append(list, n)
	}
	return list, nil
}

func (p params) flag(name string) (bool, error) {
	switch strings.ToLower(p[name]) {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	}
	return false, failParam(name + " should be a boolean")
}
