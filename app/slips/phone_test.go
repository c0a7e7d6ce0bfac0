package slips_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"zvonok/app/slips"
	"zvonok/model"
)

const page = "https://zvonok.college.example"

// TestSlipsCarryThePage: the code of a slip leads to the page for the phone, and a computer's way is still there.
func TestSlipsCarryThePage(t *testing.T) {
	long := link
	long.Addresses = []string{"server.pedagogical-college.example:8473"}
	for name, by := range map[string]model.ConnectionLink{"slips-phone.pdf": long, "slips-phone-only.pdf": {}} {
		var pdf bytes.Buffer
		if err := slips.Write(&pdf, "ГБПОУ «Педагогический колледж имени Константина Дмитриевича Ушинского»", by, page, sheet(12)); err != nil {
			t.Fatal(err)
		}
		keep(t, name, pdf.Bytes())
		all := pages(t, pdf.Bytes())
		says(t, all[0], "kagan.nv1", "kp7m-x4hd-0001", "наведите камеру на код", "zvonok.college.example", "До 29.03.2027 войдите")
		if got := strings.Count(all[0], " Do Q"); got != 10 {
			t.Errorf("%d codes on a page", got)
		}
		if computers := strings.Contains(all[0], encoded(link.Pins[0].Code())); computers != (len(by.Addresses) > 0) {
			t.Errorf("%s: it says how a computer connects: %v", name, computers)
		}
		if len(by.Addresses) > 0 {
			says(t, all[0], by.Addresses[0])
		}
		readsCode(t, pdf.Bytes(), page)
	}
}

// TestInvitesCarryThePage: a person who has no profile is led to the page, where they link one before they see the chat's link; a sheet says so beside the chat's code.
func TestInvitesCarryThePage(t *testing.T) {
	const chat = "https://vk.me/join/AJQ1d0abcdefghijklmno"
	var pdf bytes.Buffer
	unlinked := slips.Invite{Name: "Константинопольская-Преображенская Александра-Владислава Константиновна", Group: "ДО-19-3", Chat: "ДО-19-3/Английский язык(ОГСЭ)", Link: chat, Page: page, Unlinked: true}
	if err := slips.WriteInvites(&pdf, "Педагогический колледж", []slips.Invite{unlinked}); err != nil {
		t.Fatal(err)
	}
	drawn := pages(t, pdf.Bytes())[0]
	says(t, drawn, page, "привяжите VK ID", "нажмите «Войти в чат»")
	if strings.Contains(drawn, encoded(chat)) {
		t.Error("the slip of who has no profile holds the chat's link")
	}
	readsCode(t, pdf.Bytes(), page)
	pdf.Reset()
	linked, sheet := unlinked, unlinked
	linked.Unlinked, sheet.Name = false, ""
	if err := slips.WriteInvites(&pdf, "Педагогический колледж", []slips.Invite{unlinked, linked, sheet}); err != nil {
		t.Fatal(err)
	}
	keep(t, "invites-phone.pdf", pdf.Bytes())
	all := pages(t, pdf.Bytes())
	says(t, all[0], chat, page)
	says(t, all[1], "язык(ОГСЭ)", chat, page, "Сначала привяжите VK ID", "не из списка")
	if got := strings.Count(all[1], " Do Q"); got != 2 {
		t.Errorf("%d codes on a sheet", got)
	}
}

// TestInvitesSayToLinkFirst: without a page for the phone the slip of somebody who has no profile said nothing of it, and who
// followed it came into the chat as a stranger.
func TestInvitesSayToLinkFirst(t *testing.T) {
	const chat = "https://vk.me/join/AJQ1d0abcdefghijklmno"
	var pdf bytes.Buffer
	invites := []slips.Invite{
		{Name: "Ким Анна Ивановна", Group: "ДО-19-3", Chat: "ДО-19-3", Link: chat, Unlinked: true},
		{Chat: "ДО-19-3", Link: chat},
		{Name: "Каган Наталья Васильевна", Group: "ДО-19-3", Chat: "ДО-19-3", Link: chat},
	}
	if err := slips.WriteInvites(&pdf, "Педагогический колледж", invites); err != nil {
		t.Fatal(err)
	}
	keep(t, "invites-unlinked.pdf", pdf.Bytes())
	all := pages(t, pdf.Bytes())
	says(t, all[0], chat, "1. Войдите в «Звонок» на компьютере и привяжите VK ID.")
	says(t, all[1], chat, "Сначала привяжите VK ID", "не из списка")
	if strings.Contains(all[2], encoded("привяжите")) {
		t.Error("the slip of who has a profile speaks of linking one")
	}
}

// TestSheetTitleLines: the lines of a long title on a sheet do not lie on each other.
func TestSheetTitleLines(t *testing.T) {
	var pdf bytes.Buffer
	if err := slips.WriteInvites(&pdf, "", []slips.Invite{{Chat: "ДО-19-3/Английский язык(ОГСЭ)", Link: "https://vk.me/join/a"}}); err != nil {
		t.Fatal(err)
	}
	drawn := pages(t, pdf.Bytes())[0]
	at := func(text string) (y float64) {
		t.Helper()
		before, _, found := strings.Cut(drawn, "("+encoded(text))
		if _, err := fmt.Sscanf(before[strings.LastIndex(before, "BT ")+len("BT "):], "%f %f", new(float64), &y); err != nil || !found {
			t.Fatalf("%q: %v", text, err)
		}
		return y
	}
	const size = 36 // points
	if apart := at("ДО-19-3/Английский") - at("язык(ОГСЭ)"); apart < size {
		t.Errorf("the lines are %.0f points apart", apart)
	}
}
