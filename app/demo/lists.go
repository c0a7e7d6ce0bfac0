package demo

import (
	"fmt"
	"strconv"
	"strings"

	"zvonok/assets"
)

// records are the lines of a list of assets/demo, each split into exactly so many fields. The lists are
// part of the program, so a broken one is a bug and panics.
func records(list string, fields int) [][]string {
	text, err := assets.Demo.ReadFile("demo/" + list + ".txt")
	if err != nil {
		panic(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		record := strings.Split(line, ";")
		if len(record) != fields {
			panic(fmt.Sprintf("assets/demo/%s.txt: %d fields are wanted in %q", list, fields, line))
		}
		lines = append(lines, record)
	}
	return lines
}

// number is a field's number, or otherwise for an empty field.
func number(field string, otherwise int) int {
	if field == "" {
		return otherwise
	}
	n, err := strconv.Atoi(field)
	if err != nil {
		panic(err)
	}
	return n
}
