package mychats

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"zvonok/model"
	"zvonok/views/theme"
	"zvonok/views/widgets"
)

// standing is what the card is about. While chats are carried the screen is read again each second, and the card stays, with the focus on
// its button.
type standing struct {
	link    model.LinkState
	picture image.Image
	problem string
}

// cardOf says how the person is linked, and what to do where something is wrong.
func (m *myChats) cardOf() fyne.CanvasObject {
	switch {
	case m.link.Person.ID == 0:
		return widgets.Card(widgets.Heading("Учебного профиля нет"), widgets.Flow(ownerWords))
	case !m.link.Linked():
		return widgets.Card(widgets.Heading("Учебный профиль VK ID не привязан"), widgets.Flow(beforeWords), widgets.Flow(onceWords).In(widgets.ToneMuted))
	}
	objects := []fyne.CanvasObject{container.New(profileRow{},
		newAvatar(m.picture, m.profileName()), widgets.Heading(m.profileName().String()).Shrink(), widgets.Caption(m.linkedWords()).Shrink(), m.linkPill())}
	if trouble, tone, repair := m.trouble(); trouble != "" {
		var words fyne.CanvasObject = widgets.Flow(trouble).In(tone)
		if tone == widgets.ToneRefused {
			words = widgets.NewCopyable(widgets.Flow(trouble).In(tone))
		}
		objects = append(objects, widgets.Fields([]float32{-1}, words, repair))
	}
	return widgets.Card(objects...)
}

// profileName is the profile's name as the messenger shows it, or else the person's own.
func (m *myChats) profileName() model.Name {
	if m.link.Name == "" {
		return m.link.Person.Name
	}
	return model.Name{LastName: m.link.Name}
}

func (m *myChats) linkedWords() string {
	if !m.link.SignedIn {
		return fmt.Sprintf("Профиль VK %d указан в списках колледжа", m.link.Profile)
	}
	return "Учебный профиль VK ID привязан " + m.link.LinkedAt.In(m.deps.Now().Location()).Format("02.01.2006")
}

func (m *myChats) linkPill() *widgets.PillLabel {
	switch {
	case m.link.SignInAgain:
		return widgets.Pill("нужен вход", widgets.ToneWaiting)
	case !m.link.SignedIn:
		return widgets.Pill("из списков", widgets.ToneNeutral)
	}
	return widgets.Pill("привязан", widgets.ToneGood)
}

// trouble says what is wrong with the sign-in, with the button that helps.
func (m *myChats) trouble() (text string, tone widgets.Tone, repair *widgets.Button) {
	again := widgets.NewSecondary("Привязать учебный профиль VK ID", m.beginLink)
	switch {
	case m.link.SignInAgain:
		return "Вход через VK ID больше не действует. Чаты остаются доступны; чтобы программа снова знала ваш профиль, войдите заново.", widgets.ToneRefused, again
	case !m.link.SignedIn:
		return "Если профиль не ваш, привяжите свой: он заменит этот.", widgets.ToneMuted, again
	case m.problem != "":
		return widgets.Sentence(m.problem), widgets.ToneRefused, widgets.NewSecondary("Повторить", m.renew)
	}
	return "", widgets.ToneNormal, nil
}

const avatarSide float32 = 44

// avatar is a picture in a circle, or initials in its place.
type avatar struct {
	widget.BaseWidget
	picture  image.Image
	initials string
}

func newAvatar(picture image.Image, name model.Name) *avatar {
	if name.FirstName == "" { // the profile's whole name, the first name first
		parsed := model.ParseName(name.LastName)
		name = model.Name{LastName: parsed.LastName, FirstName: parsed.FirstName}
	}
	a := &avatar{picture: picture, initials: name.Initials()}
	a.ExtendBaseWidget(a)
	return a
}

// CreateRenderer implements fyne.Widget.
func (a *avatar) CreateRenderer() fyne.WidgetRenderer {
	if a.picture != nil {
		picture := canvas.NewImageFromImage(a.picture)
		picture.CornerRadius, picture.FillMode = avatarSide/2, canvas.ImageFillCover
		return widget.NewSimpleRenderer(container.New(widgets.Sized{Width: avatarSide, Height: avatarSide}, picture))
	}
	circle := canvas.NewCircle(theme.Color(theme.ColorNameSelected))
	text := canvas.NewText(a.initials, theme.Color(theme.ColorNameAccent))
	text.TextSize, text.TextStyle.Bold, text.Alignment = theme.SubtitleSize, true, fyne.TextAlignCenter
	return widget.NewSimpleRenderer(container.New(widgets.Sized{Width: avatarSide, Height: avatarSide}, circle, text))
}

// profileRow is a picture, two lines of words beside it, and a pill behind the first.
type profileRow struct{}

func (profileRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300, max(avatarSide, objects[1].MinSize().Height+objects[2].MinSize().Height+2))
}

func (p profileRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	face, name, words, pill := objects[0], objects[1], objects[2], objects[3]
	face.Move(fyne.NewPos(0, (size.Height-avatarSide)/2))
	face.Resize(fyne.NewSquareSize(avatarSide))
	x := avatarSide + theme.Gap
	high, low := name.MinSize().Height, words.MinSize().Height
	y := (size.Height - high - low - 2) / 2
	full := name.MinSize().Width
	if l, ok := name.(*widgets.Label); ok {
		full = fyne.MeasureText(l.Text(), theme.TextSize, fyne.TextStyle{Bold: true}).Width + 8
	}
	width := min(full, size.Width-x-pill.MinSize().Width-theme.GapSmall)
	name.Move(fyne.NewPos(x, y))
	name.Resize(fyne.NewSize(width, high))
	pill.Move(fyne.NewPos(x+width+theme.GapSmall, y+(high-pill.MinSize().Height)/2))
	pill.Resize(pill.MinSize())
	words.Move(fyne.NewPos(x, y+high+2))
	words.Resize(fyne.NewSize(size.Width-x, low))
}
