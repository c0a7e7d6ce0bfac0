package roster

import (
	"slices"
	"strings"
)

// family is a kind of CSV files that go together.
type family uint8

const (
	noFamily family = iota
	ownFamily
	oneRosterFamily
	sds1Family
	sds2Family
)

// tell says what a set of tables is. The headers decide; the names only help where headers are misspelt.
func tell(tables []table) family {
	var own, sds1, sourced int
	for _, t := range tables {
		for _, h := range t.header {
			switch name := header(h); {
			case slices.Contains(ownHeaders, name):
				own++
			case strings.HasSuffix(name, "sisid"):
				sds1 += 2
			case strings.HasSuffix(name, "sourcedid"), name == "propertyname":
				sourced += 2
			}
		}
		if _, ok := ownStems[t.stem]; ok && len(t.header) > 0 {
			own++
		}
	}
	switch {
	case own > sds1 && own > sourced:
		return ownFamily
	case sds1 > sourced:
		return sds1Family
	case sourced == 0:
		return noFamily
	case isOneRoster(tables):
		return oneRosterFamily
	}
	return sds2Family
}

// isOneRoster tells OneRoster from School Data Sync 2.1, whose tables have the same names: by the
// manifest, which only the one has, and then by columns of either.
func isOneRoster(tables []table) bool {
	votes := 0
	for _, t := range tables {
		names := make([]string, len(t.header))
		for i, h := range t.header {
			names[i] = header(h)
		}
		has := func(name string) bool { return slices.Contains(names, name) }
		if has("propertyname") || t.stem == "manifest" {
			return true
		}
		for _, mark := range []string{"enableduser", "schoolsourcedid", "roletype", "classtype", "agentsourcedids", "orgsourcedids"} {
			if has(mark) {
				votes++
			}
		}
		for _, mark := range []string{"activedirectorymatchid", "relationshiprole", "relationshipusersourcedid", "isprimary", "sessionsourcedids"} {
			if has(mark) {
				votes--
			}
		}
		switch t.stem {
		case "enrollments", "roles":
			if !has("sourcedid") {
				votes--
			}
		case "classes":
			if has("orgsourcedid") {
				votes--
			}
		}
	}
	return votes > 0
}

// pick is the table of a name among tables of one family; failing that, one whose header has all the
// given columns and whose name says nothing else.
func pick(tables []table, known []string, stem string, marks ...string) (table, bool) {
	for _, t := range tables {
		if t.stem == stem {
			return t, true
		}
	}
	for _, t := range tables {
		if slices.Contains(known, t.stem) {
			continue
		}
		all := true
		for _, m := range marks {
			all = all && slices.ContainsFunc(t.header, func(h string) bool { return header(h) == m })
		}
		if all && len(marks) > 0 {
			return t, true
		}
	}
	return table{}, false
}
