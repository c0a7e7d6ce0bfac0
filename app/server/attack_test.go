package server_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/app/remote"
	"zvonok/app/tokens"
	"zvonok/app/vault"
	"zvonok/model"
	"zvonok/model/store"
)

// attacker speaks to the server without a client of ours.
type attacker struct {
	*crowd
	http *http.Client
}

func (w *crowd) attacker() *attacker {
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // an attacker does not care whose key it is
	}
	w.Cleanup(transport.CloseIdleConnections)
	return &attacker{w, &http.Client{Transport: transport}}
}

// post calls a method with a body of so many bytes, -1 where that is not said; a status of 0 is a connection that broke.
func (a *attacker) post(contract, method, token string, body io.Reader, size int64) (status int, answer []byte) {
	a.Helper()
	r, err := http.NewRequestWithContext(a.Context(), http.MethodPost, "https://"+a.link.Addresses[0]+"/zvonok."+contract+"/"+method, body)
	a.must(err)
	r.ContentLength = size
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Zvonok-Wire", strconv.Itoa(remote.Wire))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := a.http.Do(r)
	if err != nil {
		return 0, nil
	}
	defer got.Body.Close()
	answer, err = io.ReadAll(got.Body)
	if err != nil {
		return 0, answer
	}
	return got.StatusCode, answer
}

// endless is a body that counts how much of it was taken.
type endless struct{ left, taken int64 }

func (e *endless) Read(into []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(into)), e.left)
	for i := range into[:n] {
		into[i] = '['
	}
	e.left, e.taken = e.left-n, e.taken+n
	return int(n), nil
}

// TestHugeBodies: a body of 1 GiB is refused long before it was sent, from strangers and from those who are signed in, and the
// server's memory stays.
func TestHugeBodies(t *testing.T) {
	const gibibyte, mebibyte = 1 << 30, 1 << 20
	w := newCrowd(t, 1)
	a := w.attacker()
	held := func() int64 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		return int64(now.HeapInuse)
	}
	before := held()
	for _, c := range []struct {
		contract, method, token string
		most                    int64
	}{
		{"Access", "BeginSession", "", 2 * mebibyte}, {"Chats", "Chats", "", 2 * mebibyte},
		{"Chats", "SaveChat", w.tokens[w.admin], 66 * mebibyte}, {"Imports", "ApplyImport", w.tokens[w.admin], 66 * mebibyte},
	} {
		for _, size := range []int64{gibibyte, -1} {
			body := &endless{left: gibibyte}
			if status, answer := a.post(c.contract, c.method, c.token, body, size); status != 0 && status < 400 || body.taken > c.most {
				t.Errorf("%+v of %d bytes is answered by %d %.100s after %d bytes", c, size, status, answer, body.taken)
			}
		}
	}
	if grown := held() - before; grown > 32*mebibyte {
		t.Errorf("the server holds %d MiB more", grown/mebibyte)
	}
}

// TestBrokenJSON: what is too deep or breaks off is refused at each method, as a mistake of the sender, and does nothing.
func TestBrokenJSON(t *testing.T) {
	const deep = 10_000
	w := newCrowd(t, 1)
	a := w.attacker()
	before := w.College.Store.Position()
	app.EachMethod(func(contract string, m reflect.Method) {
		for _, body := range []string{
			strings.Repeat("[", deep) + strings.Repeat("]", deep), strings.Repeat(`[{"A":`, deep), `[1,{"Name":"`, "[\xff\xfe", "",
		} {
			// A stream says what went wrong after it has begun.
			status, answer := a.post(contract, m.Name, w.tokens[w.admin], strings.NewReader(body), int64(len(body)))
			if status < 400 && !bytes.Contains(answer, []byte(`"code"`)) || status == http.StatusInternalServerError {
				t.Errorf("%s.%s with %.10q: %d %.200s", contract, m.Name, body, status, answer)
			}
		}
	})
	if after := w.College.Store.Position(); after != before {
		t.Errorf("it has changed the college: %v, then %v", before, after)
	}
}

// TestNoTLS: a program that does not speak TLS 1.3 gets nothing of the college.
func TestNoTLS(t *testing.T) {
	w := newCrowd(t, 1)
	a := w.attacker()
	plain, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+w.link.Addresses[0]+"/zvonok.Access/Entry", strings.NewReader("[]"))
	w.must(err)
	if got, err := a.http.Do(plain); err == nil {
		defer got.Body.Close()
		if text, err := io.ReadAll(got.Body); err != nil || got.StatusCode != http.StatusBadRequest || bytes.Contains(text, []byte("колледж")) {
			t.Errorf("over plain HTTP: %d %s, %v", got.StatusCode, text, err)
		}
	}
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS12} {
		old := tls.Dialer{Config: &tls.Config{MinVersion: version, MaxVersion: version, InsecureSkipVerify: true}} //nolint:gosec // what is refused
		if conn, err := old.DialContext(t.Context(), "tcp", w.link.Addresses[0]); err == nil {
			t.Errorf("%s is spoken: %v", tls.VersionName(version), conn.Close())
		}
	}
}

// files are the names of what is below a folder, with their sizes.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !strings.HasPrefix(d.Name(), store.FileName) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestPathsLeadNowhere: a name of a file or of a copy is a name: none leads out of its folder, or is written to.
func TestPathsLeadNowhere(t *testing.T) {
	w := newCrowd(t, 1)
	a := w.sit(w.admin, w.link.Addresses[0], remote.Work{})
	a.prove()
	outside := filepath.Join(filepath.Dir(w.dir), "x.db")
	w.must(w.College.Store.Backup(t.Context(), outside))
	before, kept := files(t, filepath.Dir(w.dir)), w.College.Store.Position()
	for _, name := range []string{
		"../x.db", "../../x.db", "..", ".", "", outside, store.FileName, "../" + store.FileName, `..\x.db`, "file:" + outside, "x.db\x00.db", "/etc/passwd",
	} {
		if err := a.Client.RestoreBackup(a.ctx(), name); !errors.Is(err, app.ErrBackupGone) {
			t.Errorf("restored from %q: %v", name, err)
		}
		if _, err := a.Client.BackupLoss(a.ctx(), name); !errors.Is(err, app.ErrBackupGone) {
			t.Errorf("looked into %q: %v", name, err)
		}
		sent := model.Files{{Name: name + "/Группы.csv", Data: []byte("Группа;Курс\nЯ-1;1\n")}, {Name: name, Data: []byte("PK\x03\x04")}}
		_, listsErr := a.Client.PreviewImport(a.ctx(), sent, model.ImportChoices{})
		_, lessonsErr := a.Client.PreviewLessons(a.ctx(), model.FilePlan, sent)
		for _, err := range []error{listsErr, lessonsErr} {
			if err != nil && strings.Contains(err.Error(), "внутренняя ошибка") {
				t.Errorf("files named %q: %v", name, err)
			}
		}
	}
	if after := files(t, filepath.Dir(w.dir)); !slices.Equal(before, after) {
		t.Errorf("there were %q, and are %q", before, after)
	}
	if now := w.College.Store.Position(); now != kept {
		t.Errorf("the college is at %v, and was at %v", now, kept)
	}
}

// TestOnlyTheContracts: what the college's own computer alone may do has no procedure, for nobody: the owner's rights, the
// messenger's addresses, files of the computer, the tokens themselves.
func TestOnlyTheContracts(t *testing.T) {
	w := newCrowd(t, 1)
	a := w.attacker()
	known := map[string]bool{}
	app.EachMethod(func(_ string, m reflect.Method) { known[m.Name] = true })
	contracts := []string{"Access", "People", "Orders", "Imports", "Chats", "Lessons", "Care", "Sync", "Host", "Profiles", "Areas", "College", "Store"}
	of := reflect.TypeOf(w.Areas)
	tried := 0
	for i := range of.NumMethod() {
		name := of.Method(i).Name
		if known[name] && name != "Found" {
			continue
		}
		for _, contract := range contracts {
			tried++
			if status, answer := a.post(contract, name, w.tokens[w.admin], strings.NewReader("[]"), 2); status != http.StatusNotFound && status != http.StatusNotImplemented {
				t.Errorf("%s.%s is answered by %d %s", contract, name, status, answer)
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d tried", tried)
	}
	app.EachMethod(func(contract string, m reflect.Method) {
		known := map[reflect.Type]bool{}
		for i := range m.Type.NumIn() {
			typesIn(m.Type.In(i), known)
		}
		for i := range m.Type.NumOut() {
			typesIn(m.Type.Out(i), known)
		}
		if known[reflect.TypeFor[model.MessengerAddresses]()] || known[reflect.TypeFor[model.HostSettings]()] {
			t.Errorf("%s.%s carries the messenger's addresses", contract, m.Name)
		}
	})
}

// typesIn adds a type, and those that it is made of.
func typesIn(of reflect.Type, known map[reflect.Type]bool) {
	if known[of] {
		return
	}
	known[of] = true
	switch of.Kind() { //nolint:exhaustive // the others hold none
	case reflect.Struct:
		for i := range of.NumField() {
			typesIn(of.Field(i).Type, known)
		}
	case reflect.Map:
		typesIn(of.Key(), known)
		typesIn(of.Elem(), known)
	case reflect.Slice, reflect.Array, reflect.Pointer:
		typesIn(of.Elem(), known)
	}
}

// Planted values: each would be found wherever it stood in clear.
const (
	plantedPassword = "дубрава-полоз-44"
	plantedVK       = "vk1.a.PLANTED-community-0123456789"
	mistyped        = "дубрава-полоз-45"
)

// hold fails the test where a file below the folder holds one of the secrets, and says how many files there are.
func hold(t *testing.T, dir string, secrets []string) (count int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		count++
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) || strings.Contains(path, secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// TestNothingSecretIsLeft: neither the college's folder nor its server's answers and log hold tokens or passwords, and a desk's folder holds
// nothing that can be read, at work as after a pulled plug. Of a person who is not remembered it holds nothing at all.
func TestNothingSecretIsLeft(t *testing.T) {
	w := newCrowd(t, 2)
	keys := &vault.Memory{}
	w.UseVault(keys)
	w.must(tokens.Keys{College: w.College, Vault: keys}.Keep(t.Context(), model.CommunityToken, plantedVK, model.MessengerAddresses{}))
	issued, err := w.ResetPasswords(w.here(w.admin), []model.PersonID{w.subjects[0].Teachers[0]})
	w.must(err)
	fresh := remote.NewClient(w.link)
	defer fresh.Close()
	_, err = fresh.ChangePassword(t.Context(), issued[0].Login, issued[0].Password, plantedPassword)
	w.must(err)
	begun, err := fresh.BeginSession(t.Context(), issued[0].Login, plantedPassword, model.Computer{Name: "Кабинет 214", Kept: true})
	w.must(err)
	for _, password := range []string{mistyped, issued[0].Password} {
		if _, err := fresh.BeginSession(t.Context(), issued[0].Login, password, model.Computer{}); err == nil {
			t.Errorf("in by %q", password)
		}
	}

	n := w.newNetwork()
	remember, forget := remembered(t), remote.Work{Dir: t.TempDir(), Vault: keys}
	s := w.teacher(0, n.address(), remember)
	guest := w.teacher(1, n.address(), forget)
	secrets := []string{plantedPassword, mistyped, issued[0].Password, plantedVK, begun.Token, s.token, guest.token}
	for _, desk := range []*seat{s, guest} {
		for _, err := range []error{desk.mark(0), second(desk.Client.MyChats(desk.ctx())), second(desk.Client.PersonCard(desk.ctx(), desk.person))} {
			w.must(err)
		}
	}
	private := slices.Clone(secrets)
	for _, pupil := range append(s.journal().Students, guest.journal().Students...) {
		private = append(private, pupil.Name.LastName)
	}
	private = append(private, s.journal().Group.Name, s.subject.Subject)
	n.lead("")
	for _, desk := range []*seat{s, guest} {
		desk.until("the line is lost", func() bool { return desk.Line().State == model.LineLost })
		w.must(desk.mark(1)) // waits
	}
	// Nobody has ended their work: so the computers are left by a pulled plug.
	if kept := hold(t, remember.Dir, private); kept < 2 {
		t.Errorf("of whoever is remembered %d files are kept", kept)
	}
	if kept := hold(t, forget.Dir, private); kept > 0 {
		t.Errorf("of whoever is not remembered %d files are kept", kept)
	}
	w.answerNothing(append(secrets, "$argon2"))
	hold(t, w.dir, secrets)
	w.stop()
	hold(t, w.logs, append(secrets, "$argon2"))
}

func second[T any](_ T, err error) error { return err }

// answerNothing fails the test where a method that needs no more than a right answers an administrator with one of the secrets.
func (w *crowd) answerNothing(secrets []string) {
	w.Helper()
	a, asked := w.attacker(), 0
	app.EachMethod(func(contract string, m reflect.Method) {
		if !slices.Contains(app.Classes[app.Read], contract+"."+m.Name) && contract != "Host" {
			return
		}
		var params []any
		for i := range m.Type.NumIn() {
			switch in := m.Type.In(i); in.Kind() { //nolint:exhaustive // the others are values
			case reflect.Interface, reflect.Func:
			case reflect.Int64:
				params = append(params, int64(w.admin))
			default:
				params = append(params, reflect.Zero(in).Interface())
			}
		}
		text, err := json.Marshal(params)
		w.must(err)
		status, answer := a.post(contract, m.Name, w.tokens[w.admin], bytes.NewReader(text), int64(len(text)))
		if asked++; status == 0 {
			w.Errorf("%s.%s breaks off", contract, m.Name)
		}
		for _, secret := range secrets {
			if bytes.Contains(answer, []byte(secret)) {
				w.Errorf("%s.%s tells %q", contract, m.Name, secret)
			}
		}
	})
	if asked < 50 {
		w.Errorf("only %d methods are asked", asked)
	}
}
