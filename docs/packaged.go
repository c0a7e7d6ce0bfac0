//go:build packaged

package docs

import "embed"

// Packages install the guide beside the program, which then does not carry its pictures once more: a megabyte.
var pictures embed.FS
