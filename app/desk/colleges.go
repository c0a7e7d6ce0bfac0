package desk

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"zvonok/model"
	"zvonok/model/files"
)

// collegesFile is the file of the data folder that holds the colleges of other computers.
const collegesFile = "colleges.json"

// colleges are those of other computers that this one remembers. What the file holds opens nothing: addresses, the
// servers' key digests, and the texts by which they know this desk again.
type colleges struct {
	List    []knownCollege `json:"colleges"`
	Current string         `json:"current,omitempty"` // empty: the college on this computer
	Own     bool           `json:"own,omitempty"`     // there is a college on this computer too
}

type knownCollege struct {
	Link string `json:"link"`
	Name string `json:"name"`
	// Desk is random: by it the college knows this computer again.
	Desk string `json:"desk,omitempty"`
	// Kept is whose session the keyring may hold.
	Kept *keptPerson `json:"kept,omitempty"`
}

// keptPerson is somebody who asked to be remembered on this computer; the zero value is nobody.
type keptPerson struct {
	Person model.PersonID `json:"person"`
	Login  string         `json:"login"`
}

func (k knownCollege) link() model.ConnectionLink {
	link, err := model.ParseConnectionLink(k.Link)
	if err != nil {
		return model.ConnectionLink{}
	}
	return link
}

var errColleges = errors.New("не удалось сохранить список колледжей, к которым подключён этот компьютер: проверьте права на папку данных и место на диске")

// readColleges reads the file of a data folder. One that is missing or damaged remembers nothing: connecting writes it again.
func readColleges(dir string) (c colleges) {
	text, err := os.ReadFile(filepath.Join(dir, collegesFile))
	if err != nil || json.Unmarshal(text, &c) != nil {
		return colleges{}
	}
	c.List = slices.DeleteFunc(c.List, func(k knownCollege) bool { return k.link().College == "" })
	return c
}

// write replaces the file; one that is written half does not take its place.
func (c colleges) write(dir string) error {
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	err = files.Replace(filepath.Join(dir, collegesFile), func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err })
	if err != nil {
		return errColleges
	}
	return nil
}

// find is the college with this ID; nil where it is not remembered.
func (c *colleges) find(id string) *knownCollege {
	i := slices.IndexFunc(c.List, func(k knownCollege) bool { return k.link().College == id })
	if i < 0 {
		return nil
	}
	return &c.List[i]
}

// put remembers a college, or what has changed of it.
func (c *colleges) put(k model.KnownCollege) {
	if known := c.find(k.Link.College); known != nil {
		known.Link, known.Name = k.Link.String(), k.Name
		return
	}
	c.List = append(c.List, knownCollege{Link: k.Link.String(), Name: k.Name, Desk: rand.Text()})
}
