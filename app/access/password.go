package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"zvonok/app/college"

	"golang.org/x/crypto/argon2"
)

// oneTimeCost is for one-time passwords: they are random, and hundreds of them are made at once.
var oneTimeCost = college.PasswordCost{Memory: 19 * 1024, Time: 2, Threads: 1}

const (
	saltSize = 16 // bytes
	hashSize = 32
)

// mostSalt is more than any hash of ours has, in bytes.
const mostSalt = 64

// passwords makes and checks the hashes of passwords.
type passwords struct {
	chosen, oneTime college.PasswordCost
	gate            *gate
}

func newPasswords(cost college.PasswordCost) *passwords {
	if cost == (college.PasswordCost{}) {
		return &passwords{college.DefaultPasswordCost, oneTimeCost, newGate()}
	}
	return &passwords{cost, cost, newGate()}
}

// hash makes a hash to be stored: «$argon2id$v=19$m=65536,t=3,p=2$salt$hash».
func (p *passwords) hash(password string, cost college.PasswordCost) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // it never fails: the program would end first
	var sum []byte
	p.gate.make(func() { sum = derive(password, salt, cost) })
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.Memory, cost.Time, cost.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

func derive(password string, salt []byte, cost college.PasswordCost) []byte {
	return argon2.IDKey([]byte(password), salt, cost.Time, cost.Memory, cost.Threads, hashSize)
}

// right reports whether the password is the one behind a stored hash; an empty hash is nobody's. The
// answer takes the same time for a chosen password, a one-time one and a login that nobody has, so that
// the time does not tell them apart.
func (p *passwords) right(stored, password string) bool {
	cost, salt, want, err := parseHash(stored)
	if err != nil {
		cost, salt, want = p.chosen, make([]byte, saltSize), nil
	}
	other := p.oneTime
	if cost == p.oneTime {
		other = p.chosen
	}
	var same bool
	p.gate.make(func() {
		same = subtle.ConstantTimeCompare(derive(password, salt, cost), want) == 1
		_ = derive(password, salt, other)
	})
	return same && err == nil
}

var errHash = errors.New("not a hash of a password")

// parseHash reads a stored hash.
func parseHash(stored string) (cost college.PasswordCost, salt, sum []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.Memory, &cost.Time, &cost.Threads); err != nil {
		return cost, nil, nil, errHash
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	sum, errSum := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errSum != nil || len(sum) != hashSize || len(salt) > mostSalt || !cost.Bearable() {
		return cost, nil, nil, errHash
	}
	return cost, salt, sum, nil
}

// oneTimeLetters can be told apart on paper and read aloud: no 0, o, 1, l, i.
const oneTimeLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// newOneTimePassword makes a random password of three groups, «kp7m-x4hd-r9tw»: 59 bits.
func newOneTimePassword() string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(oneTimeLetters))))
		if err != nil {
			panic(err) // the system's source of randomness never fails
		}
		b.WriteByte(oneTimeLetters[n.Int64()])
	}
	return b.String()
}

// plainOneTime is a one-time password as it is hashed: people type it with the dashes or without, from
// paper, sometimes with Caps Lock.
func plainOneTime(password string) string {
	return strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(password))
}
