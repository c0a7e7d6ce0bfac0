package sandbox

import (
	"encoding/json"
	"regexp"
	"strings"
)

const (
	executeMethod = "execute"
	maxBatch      = 25
)

// scriptCall is a call that a script makes.
type scriptCall struct {
	method string
	params params
}

var callHead = regexp.MustCompile(`^API\.([A-Za-z]+\.[A-Za-z]+)\s*\(`)

// parseScript reads the subset of VKScript that the sandbox knows: return API.m({…}); and return [API.m({…}), …];
// It reports whether the script answers a list.
func parseScript(code string) (calls []scriptCall, list bool, err error) {
	rest, found := strings.CutPrefix(strings.TrimSpace(code), "return")
	if !found {
		return nil, false, failBecause(codeCompile, "the sandbox knows only return [API.method({…}), …];")
	}
	rest = strings.TrimSpace(strings.TrimRight(rest, "; \t\r\n"))
	if inner, opened := strings.CutPrefix(rest, "["); opened {
		inner, closed := strings.CutSuffix(inner, "]")
		if !closed {
			return nil, false, failBecause(codeCompile, "']' expected")
		}
		rest, list = strings.TrimSpace(inner), true
	}
	for rest != "" {
		var one scriptCall
		if one, rest, err = parseCall(rest); err != nil {
			return nil, list, err
		}
		calls = append(calls, one)
		if rest == "" {
			break
		}
		after, comma := strings.CutPrefix(rest, ",")
		if !comma || !list {
			return nil, list, failBecause(codeCompile, "',' expected")
		}
		rest = strings.TrimSpace(after)
	}
	if len(calls) > maxBatch {
		return nil, list, failBecause(codeRuntime, "too many API calls")
	}
	if len(calls) == 0 && !list {
		return nil, list, failBecause(codeCompile, "empty return")
	}
	return calls, list, nil
}

// parseCall reads one API.m({…}) and answers what follows it.
func parseCall(text string) (scriptCall, string, error) {
	head := callHead.FindStringSubmatch(text)
	if head == nil {
		return scriptCall{}, "", failBecause(codeCompile, "API.method( expected")
	}
	text = strings.TrimSpace(text[len(head[0]):])
	object := map[string]any{}
	if !strings.HasPrefix(text, ")") {
		dec := json.NewDecoder(strings.NewReader(text))
		dec.UseNumber()
		if err := dec.Decode(&object); err != nil {
			return scriptCall{}, "", failBecause(codeCompile, "parameters of "+head[1]+" are not a JSON object")
		}
		text = strings.TrimSpace(text[dec.InputOffset():])
	}
	rest, closed := strings.CutPrefix(text, ")")
	if !closed {
		return scriptCall{}, "", failBecause(codeCompile, "')' expected")
	}
	return scriptCall{method: head[1], params: paramsOfScript(object)}, strings.TrimSpace(rest), nil
}
