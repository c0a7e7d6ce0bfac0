package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// File is a file that a person chose: its own name, without the folder that it lies in, and its contents.
type File struct {
	Name string
	Data []byte
}

// Files are files that are loaded together.
type Files []File

// Names are the files' names.
func (f Files) Names() []string {
	return Each(f, func(file File) string { return file.Name })
}

// Digest tells files from all others by their names and contents.
func (f Files) Digest() string {
	h := sha256.New()
	say := func(part []byte) { // a hash refuses nothing
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write(part)
	}
	for _, file := range f {
		say([]byte(file.Name))
		say(file.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
