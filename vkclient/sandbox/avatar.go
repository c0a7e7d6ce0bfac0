package sandbox

import (
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
)

const avatarSide = 200 // pixels

// pictureAvatar is a person's picture: a figure on a ground whose colour goes by the id.
func (s *Server) pictureAvatar(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	s.mu.Lock()
	known := s.world.users[id] != nil
	s.mu.Unlock()
	if err != nil || !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_ = png.Encode(w, avatar(id)) // the other side may be gone
}

func avatar(id int64) image.Image {
	// Sixty-odd steps of 96 to 191: colours of one strength, and seldom two alike.
	ground := color.RGBA{R: uint8(96 + id*37%96), G: uint8(96 + id*59%96), B: uint8(96 + id*83%96), A: 255}
	figure := color.RGBA{R: 245, G: 246, B: 248, A: 255}
	picture := image.NewPaletted(image.Rect(0, 0, avatarSide, avatarSide), color.Palette{ground, figure})
	within := func(x, y, centreX, centreY, radius int) bool {
		dx, dy := x-centreX, y-centreY
		return dx*dx+dy*dy < radius*radius
	}
	for y := range avatarSide {
		for x := range avatarSide {
			if within(x, y, 100, 78, 36) || within(x, y, 100, 204, 76) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	return picture
}
