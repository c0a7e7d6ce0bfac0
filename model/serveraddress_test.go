package model

import "testing"

func TestServerAddress(t *testing.T) {
	for text, want := range map[string]string{
		" zvonok.college.ru ": "zvonok.college.ru:8473", "192.168.1.5": "192.168.1.5:8473", "192.168.1.5:443": "192.168.1.5:443",
		"fd00::2": "[fd00::2]:8473", "[fd00::2]": "[fd00::2]:8473", "[fd00::2]:1": "[fd00::2]:1",
		"": "", "a:0": "", "a:x": "", "a:70000": "", "https://a": "", "a b": "", "a:b:c": "", "x@y": "",
	} {
		got, err := ServerAddress(text, ServerPort)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}
