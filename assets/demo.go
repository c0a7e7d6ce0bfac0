package assets

import "embed"

// Demo holds the lists that the demonstration college is made from: demo/*.txt, UTF-8, one record a
// line, its fields parted by «;», lines that begin with # being notes.
//
//go:embed demo/*.txt
var Demo embed.FS
