package slips_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zvonok/app/slips"
	"zvonok/model"
)

var link = model.ConnectionLink{College: "c1", Addresses: []string{"192.168.1.5:8473", "kadry-2.college.local:8473"},
	Pins: []model.Pin{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}}}

// keep leaves a file in the folder of ZVONOK_PICTURES, to be looked at.
func keep(t *testing.T, name string, pdf []byte) {
	t.Helper()
	if folder := os.Getenv("ZVONOK_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// says fails the test unless a page says each of the texts.
func says(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, encoded(text)) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

// TestSlipsSayHowToConnect: the slip of an account says it only where other computers can connect.
func TestSlipsSayHowToConnect(t *testing.T) {
	var closed, open bytes.Buffer
	if err := slips.Write(&closed, "Педагогический колледж", model.ConnectionLink{}, "", sheet(2)); err != nil {
		t.Fatal(err)
	}
	page := pages(t, closed.Bytes())[0]
	says(t, page, "kagan.nv1", "До 29.03.2027 откройте «Звонок», введите логин и пароль.")
	if strings.Contains(page, encoded("Проверочный код")) {
		t.Error("a slip says how to connect with a closed college")
	}
	long := link
	long.Addresses = []string{"server.pedagogical-college.example:8473"}
	if err := slips.Write(&open, "ГБПОУ «Педагогический колледж имени Константина Дмитриевича Ушинского»", long, "", sheet(12)); err != nil {
		t.Fatal(err)
	}
	keep(t, "slips.pdf", open.Bytes())
	page = pages(t, open.Bytes())[0]
	says(t, page, "kagan.nv1", "kp7m-x4hd-0001", long.Addresses[0], link.Pins[0].Code(), "«Подключиться к колледжу», введите адрес и код", "До 29.03.2027 войдите")
}

// TestConnectionSheet: the sheet says the address and the code, and its picture leads by the link.
func TestConnectionSheet(t *testing.T) {
	var pdf bytes.Buffer
	if err := slips.WriteConnectionSheet(&pdf, "ГБПОУ «Педагогический колледж имени Константина Дмитриевича Ушинского»", link); err != nil {
		t.Fatal(err)
	}
	keep(t, "sheet.pdf", pdf.Bytes())
	drawn := pages(t, pdf.Bytes())
	if len(drawn) != 1 {
		t.Fatalf("%d pages", len(drawn))
	}
	says(t, drawn[0], "Как подключиться к колледжу", link.Addresses[0], link.Pins[0].Code())
	readsCode(t, pdf.Bytes(), link.String())

	long := link
	long.Addresses = []string{strings.Repeat("a", 5000) + ":1"}
	if err := slips.WriteConnectionSheet(io.Discard, "", long); err == nil || !strings.Contains(err.Error(), "QR-код ссылки подключения не получился") {
		t.Errorf("a link of 5000 characters gives %v", err)
	}
}

func TestConnectionSlips(t *testing.T) {
	var pdf bytes.Buffer
	if err := slips.WriteConnectionSlips(&pdf, "Педагогический колледж", link); err != nil {
		t.Fatal(err)
	}
	keep(t, "connection-slips.pdf", pdf.Bytes())
	drawn := pages(t, pdf.Bytes())
	if len(drawn) != 1 || strings.Count(drawn[0], encoded(link.Pins[0].Code())) != 10 {
		t.Errorf("%d pages", len(drawn))
	}
	for _, write := range []func(io.Writer, string, model.ConnectionLink) error{slips.WriteConnectionSlips, slips.WriteConnectionSheet} {
		if err := write(io.Discard, "", model.ConnectionLink{}); err == nil || !strings.Contains(err.Error(), "откройте его и напечатайте снова") {
			t.Errorf("a closed college gives %v", err)
		}
	}
}
