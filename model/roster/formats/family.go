package formats

import (
	"slices"
	"strings"

	"zvonok/model/roster/listfile"
	"zvonok/model/roster/table"
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
func tell(tables []table.Sheet) family {
	var own, sds1, sourced int
	for _, t := range tables {
		for _, h := range t.Header {
			switch name := table.HeaderKey(h); {
			case listfile.IsOwnHeader(name):
				own++
			case strings.HasSuffix(name, "sisid"):
				sds1 += 2
			case strings.HasSuffix(name, "sourcedid"), name == "propertyname":
				sourced += 2
			}
		}
		if _, ok := listfile.OwnStems[t.Stem]; ok && len(t.Header) > 0 {
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

// isOneRoster tells OneRoster from School Data Sync 2.1, whose tables have the same names: by the manifest, which only
// OneRoster has, and then by the columns of each.
func isOneRoster(tables []table.Sheet) bool {
	votes := 0
	for _, t := range tables {
		names := make([]string, len(t.Header))
		for i, h := range t.Header {
			names[i] = table.HeaderKey(h)
		}
		has := func(name string) bool { return slices.Contains(names, name) }
		if has("propertyname") || t.Stem == "manifest" {
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
		switch t.Stem {
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
