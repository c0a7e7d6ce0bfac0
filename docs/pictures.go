//go:build !packaged

package docs

import "embed"

//go:embed ru/pictures
var pictures embed.FS
