package proxied

import (
	"errors"
	"fmt"
	"testing"
)

func TestSaidByProxy(t *testing.T) {
	for line, want := range map[string]string{
		"PROXY TCP4 192.0.2.7 10.0.0.5 4100 8473\r\n":      "192.0.2.7:4100",
		"PROXY TCP6 2001:db8::1 2001:db8::2 4100 8473\r\n": "[2001:db8::1]:4100",
		"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n":            "<nil>",
		"PROXY TCP4 192.0.2.7 10.0.0.5 4100\r\n":           "error",
		"PROXY TCP4 name 10.0.0.5 4100 8473\r\n":           "error",
		"PROXY TCP4 192.0.2.7 10.0.0.5 port 8473\r\n":      "error",
		"PROXY UDP4 192.0.2.7 10.0.0.5 4100 8473\r\n":      "error",
		"PROXY TCP4 192.0.2.7 10.0.0.5 4100 8473 more\r\n": "error",
		"PROXY\r\n": "error",
		"PUT\r\n":   "error",
	} {
		at, err := saidByProxy(line)
		got := fmt.Sprint(at)
		if errors.Is(err, errProxyLine) {
			got = "error"
		}
		if got != want {
			t.Errorf("%q says %s, want %s", line, got, want)
		}
	}
}
