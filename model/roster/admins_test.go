package roster_test

import (
	"slices"
	"strings"
	"testing"

	"zvonok/model"
	"zvonok/model/roster"
)

// TestWhoCanSignInStaysAdministrator: a roster that leaves nobody who could sign in as administrator keeps those who can, and says so;
// where they leave, it is refused.
func TestWhoCanSignInStaysAdministrator(t *testing.T) {
	const admin, teacher = 1, 0 // of example's staff
	teaches := func(s *roster.Snapshot) { s.Staff[admin].Roles &^= model.RoleAdmin }
	another := func(s *roster.Snapshot) { s.Staff[teacher].Roles |= model.RoleAdmin }
	leaves := func(s *roster.Snapshot) { s.Staff = slices.Delete(s.Staff, admin, admin+1) }
	for name, c := range map[string]struct {
		edits     []func(*roster.Snapshot)
		signingIn []int
		stays     bool
		problem   string
	}{
		"the file has another, without an account":    {edits: []func(*roster.Snapshot){teaches, another}, signingIn: []int{admin}, stays: true},
		"the file has none":                           {edits: []func(*roster.Snapshot){teaches}, signingIn: []int{admin}, stays: true},
		"the other one can sign in":                   {edits: []func(*roster.Snapshot){teaches, another}, signingIn: []int{admin, teacher}},
		"nobody has an account":                       {edits: []func(*roster.Snapshot){teaches, another}},
		"leaves, and the other one has no account":    {edits: []func(*roster.Snapshot){another, leaves}, signingIn: []int{admin}, problem: "не сможет войти"},
		"leaves, and there is no other":               {edits: []func(*roster.Snapshot){leaves}, signingIn: []int{admin}, problem: "не сможет войти"},
		"leaves, but the other one can sign in":       {edits: []func(*roster.Snapshot){another, leaves}, signingIn: []int{admin, teacher}},
		"an empty list is only told of as empty":      {edits: []func(*roster.Snapshot){func(s *roster.Snapshot) { s.Staff = nil }}, signingIn: []int{admin}, problem: "пуст"},
		"leaves the staff, without accounts anywhere": {edits: []func(*roster.Snapshot){leaves}, problem: "ни одного администратора"},
	} {
		t.Run(name, func(t *testing.T) {
			before, s := example(), example()
			for _, at := range c.signingIn {
				before.Staff[at].Roles |= model.RoleAdmin
			}
			college, _ := load(t, roster.College{}, before)
			for _, at := range c.signingIn {
				college.SigningIn = append(college.SigningIn, person(t, college, before.Staff[at].Name.String()).ID)
			}
			for _, edit := range c.edits {
				edit(&s)
			}
			changes, problems := roster.Compare(college, s, roster.Decisions{})
			var said []string
			for _, p := range problems {
				if strings.Contains(p.Message, "дминистратор") || p.Emptying {
					said = append(said, p.Message)
				}
			}
			if c.problem == "" != (len(said) == 0) || c.problem != "" && (len(said) != 1 || !strings.Contains(said[0], c.problem)) {
				t.Fatalf("%q", said)
			}
			if c.problem != "" {
				return
			}
			gone := slices.ContainsFunc(changes.Writes.People, func(w roster.PersonWrite) bool {
				return w.Name == before.Staff[admin].Name && (!w.Active || !w.Roles.Has(model.RoleAdmin))
			})
			told := slices.ContainsFunc(changes.Warnings, func(w string) bool {
				return strings.Contains(w, "остаётся администратором ПОО")
			})
			if gone == c.stays || told != c.stays {
				t.Errorf("loses the role: %t; told %q", gone, changes.Warnings)
			}
		})
	}
}
