package access

import (
	"testing"
)

// FuzzParseHash reads hashes as a damaged or foreign database may hold them: none costs more than is bearable to check.
func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$$")
	f.Fuzz(func(t *testing.T, stored string) {
		cost, salt, sum, err := parseHash(stored)
		if err == nil && (!cost.Bearable() || len(salt) > mostSalt || len(sum) != hashSize) {
			t.Fatalf("%+v, %d and %d bytes", cost, len(salt), len(sum))
		}
	})
}
