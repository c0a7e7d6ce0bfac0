package slips_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"zvonok/app/slips"
)

// TestWriteInvites: ten slips a page, a sheet a page, and a chat's code once however many slips show it. With
// ZVONOK_PICTURES set to a folder the file is left there, to be looked at.
func TestWriteInvites(t *testing.T) {
	var invites []slips.Invite
	for i := range 12 {
		invite := slips.Invite{Name: "Каган Наталья Васильевна", Group: "ДО-19-3", Chat: "ДО-19-3/Английский язык(ОГСЭ)", Link: "https://vk.me/join/AJQ1d0abcdefghijklmno"}
		if i%2 == 1 {
			invite.Name = "Константинопольская-Преображенская Александра-Владислава Константиновна"
			invite.Chat, invite.Link = "ДО-19-3/Теоретические и методические основы организации игровой деятельности детей раннего и дошкольного возраста", fmt.Sprintf("https://vk.me/join/%040d", i)
		}
		invites = append(invites, invite)
	}
	invites = append(invites, slips.Invite{Chat: "ДО-19-3 родители", Link: invites[0].Link}, slips.Invite{Chat: invites[1].Chat, Link: invites[1].Link})
	var pdf bytes.Buffer
	if err := slips.WriteInvites(&pdf, "ГБПОУ «Педагогический колледж имени Константина Дмитриевича Ушинского»", invites); err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("ZVONOK_PICTURES"); folder != "" {
		if err := os.WriteFile(folder+"/invites.pdf", pdf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drawn := pages(t, pdf.Bytes())
	if len(drawn) != 4 {
		t.Fatalf("%d pages", len(drawn))
	}
	for i, want := range []int{10, 2, 1, 1} {
		if got := strings.Count(drawn[i], " Do Q"); got != want {
			t.Errorf("page %d has %d codes, want %d", i+1, got, want)
		}
	}
	for i, words := range []string{"Каган Наталья", "нажмите «Присоединиться»", "ДО-19-3 родители", "игровой деятельности"} {
		if !strings.Contains(drawn[i], encoded(words)) {
			t.Errorf("page %d does not say %q", i+1, words)
		}
	}
	if got := bytes.Count(pdf.Bytes(), []byte("/Subtype /Image")); got != 7 {
		t.Errorf("%d pictures for 7 links", got)
	}
}

func TestWriteInvitesTooLong(t *testing.T) {
	err := slips.WriteInvites(&bytes.Buffer{}, "", []slips.Invite{{Chat: "ДО-19-3", Link: strings.Repeat("x", 5000)}})
	if err == nil || !strings.Contains(err.Error(), "QR-код ссылки чата «ДО-19-3» не получился") {
		t.Errorf("a link of 5000 characters gives %v", err)
	}
}

// TestInvitesAreRead: another reader than the one that drew them finds in the printed codes what they lead to.
func TestInvitesAreRead(t *testing.T) {
	links := []string{"https://vk.me/join/AJQ1d0abcdefghijklmno", "https://vk.me/join/" + strings.Repeat("aZ09_-", 40), "https://пример.рф/чат"}
	for _, link := range links {
		var pdf bytes.Buffer
		if err := slips.WriteInvites(&pdf, "", []slips.Invite{{Chat: "ДО-19-3", Link: link}}); err != nil {
			t.Fatal(err)
		}
		readsCode(t, pdf.Bytes(), link)
	}
}

// readsCode fails the test unless the only code of a PDF says that.
func readsCode(t *testing.T, pdf []byte, want string) {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(printedCode(t, pdf))
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Errorf("%s is not read: %v", want, err)
	} else if read.GetText() != want {
		t.Errorf("the code says %q, want %q", read.GetText(), want)
	}
}

// printedCode is the only picture in a PDF: its data are those of a PNG, without the head.
func printedCode(t *testing.T, pdf []byte) image.Image {
	t.Helper()
	found := regexp.MustCompile(`(?s)/Subtype /Image\s*/Width (\d+)\s*/Height (\d+)\s*/ColorSpace (\S+).*?stream\r?\n(.*?)\r?\nendstream`).FindSubmatch(pdf)
	if found == nil {
		t.Fatal("no picture in the file")
	}
	var width, height uint32
	if _, err := fmt.Sscan(string(found[1])+" "+string(found[2]), &width, &height); err != nil {
		t.Fatal(err)
	}
	if space := string(found[3]); space != "/DeviceGray" {
		t.Fatalf("the picture is in %s", space)
	}
	file := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		body := append([]byte(name), data...)
		file.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
		file.Write(body)
		file.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	chunk("IHDR", append(head, 8, 0, 0, 0, 0))
	chunk("IDAT", found[4])
	chunk("IEND", nil)
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
