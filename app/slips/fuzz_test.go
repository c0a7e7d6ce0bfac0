package slips_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"zvonok/app/slips"
	"zvonok/model"
)

// FuzzWrite prints slips with whatever stands in names and logins: it must answer with a sheet.
func FuzzWrite(f *testing.F) {
	f.Add("Каган Наталья Васильевна", "ДО-19-3", "kagan.nv", "kp7m-x4hd-r9tw")
	f.Add("Имя 😀\u202e\x00", "\u3164", strings.Repeat("щ", 500), "")
	f.Fuzz(func(t *testing.T, name, group, login, password string) {
		var b bytes.Buffer
		err := slips.Write(&b, name, model.ConnectionLink{}, "", []slips.Slip{{Name: name, Group: group, Login: login, Password: password}, {Name: group, Login: name}})
		if err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF")) {
			t.Fatalf("%v, %d bytes", err, b.Len())
		}
	})
}

// FuzzWriteInvites prints invitations with whatever stands in them: a sheet, or an error about a link that makes no code.
func FuzzWriteInvites(f *testing.F) {
	f.Add("Каган Наталья Васильевна", "ДО-19-3", "Группа ДО-19-3", "https://vk.me/join/AJQ1d")
	f.Add("😀", "", strings.Repeat("w", 300), strings.Repeat("я", 3000))
	f.Fuzz(func(t *testing.T, name, group, chat, link string) {
		var b bytes.Buffer
		if err := slips.WriteInvites(&b, group, []slips.Invite{{Name: name, Group: group, Chat: chat, Link: link}}); err != nil {
			return
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("%PDF")) {
			t.Fatalf("%d bytes that are no sheet", b.Len())
		}
		_ = slips.WriteInvites(io.Discard, chat, nil)
	})
}
