package model

import "testing"

func TestNewer(t *testing.T) {
	for _, c := range []struct {
		version, than string
		want          bool
	}{
		{"1.2.0", "1.1.9", true}, {"1.10.0", "1.9.0", true}, {"2.0.0", "1.99.99", true}, {"1.2.0", "1.2.0", false}, {"1.1.9", "1.2.0", false},
		{"1.2.0", "dev", false}, {"", "1.2.0", false}, {"9.9", "1.2.0", false}, {"9.9.9-rc1", "1.2.0", false}, {"-9.9.9", "1.2.0", false},
		{"9.9.9 скачайте с evil.example", "1.2.0", false}, {"99999999999.0.0", "1.2.0", false},
	} {
		if got := Newer(c.version, c.than); got != c.want {
			t.Errorf("Newer(%q, %q) = %t", c.version, c.than, got)
		}
	}
}
