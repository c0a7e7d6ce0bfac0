// Package assets holds what the program carries inside itself: its icon and the colours of its look.
package assets

import _ "embed"

// IconPNG is the program's icon, 512×512 pixels, as PNG.
//
//go:embed icon.png
var IconPNG []byte
