package vkid

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zvonok/app"
	"zvonok/vkclient"
)

// TestWords: what a person reads is Russian, says what to do, and quotes nothing of VK's.
func TestWords(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want string
		kind error
	}{
		"another address":  {vkclient.ErrForeignAnswer, "скопируйте его из браузера", app.ErrNotThisAnswer},
		"another attempt":  {vkclient.ErrWrongState, "войдите заново", app.ErrNotThisAnswer},
		"cut short":        {vkclient.ErrNoCode, "целиком", app.ErrNotThisAnswer},
		"refused":          {&vkclient.VKIDError{Code: "access_denied", Description: "user said no"}, "разрешите доступ", nil},
		"without a right":  {&vkclient.VKIDError{Code: "invalid_scope", Description: "abc"}, "снять флажок «VK разрешил приложению доступ к сообщениям»", nil},
		"over":             {&vkclient.VKIDError{Code: "invalid_grant", Description: "refresh_token abc"}, "привяжите профиль заново", app.ErrSignInAgain},
		"too often":        {&vkclient.VKIDError{Code: "slow_down"}, "подождите", nil},
		"unwell":           {&vkclient.VKIDError{Code: "temporarily_unavailable"}, "проверьте подключение", nil},
		"unknown program":  {&vkclient.VKIDError{Code: "invalid_client"}, "номер приложения VK ID", nil},
		"lost answer":      {&vkclient.UnknownOutcomeError{Method: "oauth2.auth", Cause: errors.New("EOF")}, "начните ещё раз", nil},
		"anything else":    {&vkclient.VKIDError{Code: "teapot", Description: "short and stout"}, "повторите позже", nil},
		"the person's own": {context.Canceled, "context canceled", context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			got := explain(test.err)
			if !strings.Contains(got.Error(), test.want) || !errors.Is(got, test.err) || test.kind != nil && !errors.Is(got, test.kind) {
				t.Errorf("told %q", got)
			}
			for _, quoted := range []string{"user said", "abc", "stout"} {
				if strings.Contains(got.Error(), quoted) {
					t.Errorf("quotes VK: %q", got)
				}
			}
		})
	}
	if explain(nil) != nil {
		t.Error("nothing became an error")
	}
}

// TestPictureHosts: pictures come from VK by https, and from nowhere else.
func TestPictureHosts(t *testing.T) {
	real := New(Options{Hosts: vkclient.DefaultHosts()}, app.Application{Client: "51"})
	local := New(Options{Hosts: vkclient.HostsAt("http://127.0.0.1:8080")}, app.Application{Client: "51"})
	for address, want := range map[string]bool{
		"https://sun9-1.userapi.com/a.jpg":     true,
		"https://id.vk.ru/a.png":               true,
		"https://vk.com/images/camera_200.png": true,
		"http://sun9-1.userapi.com/a.jpg":      false,
		"https://userapi.com.evil.ru/a.jpg":    false,
		"https://eviluserapi.com/a.jpg":        false,
		"https://user:pw@sun9-1.userapi.com/a": false,
		"http://127.0.0.1:8080/a.png":          false,
		"file:///etc/passwd":                   false,
		"https://169.254.169.254/latest/meta":  false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := real.shows(u); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	u, _ := url.Parse("http://127.0.0.1:8080/sandbox/avatar/1")
	if !local.shows(u) {
		t.Error("the local VK shows no pictures")
	}
}

// TestPicture: too large, not a picture, gone elsewhere: an error, never a half.
func TestPicture(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	answer := func(path, kind string, size int) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(make([]byte, size))
		})
	}
	answer("/good", "image/jpeg", 100)
	answer("/large", "image/jpeg", pictureMost+1)
	answer("/page", "text/html", 100)
	mux.Handle("/away", http.RedirectHandler("http://example.com/a.png", http.StatusFound))
	i := New(Options{Hosts: vkclient.HostsAt(server.URL)}, app.Application{Client: "51"})
	for path, want := range map[string]bool{"/good": true, "/large": false, "/page": false, "/away": false, "/none": false} {
		picture, err := i.Picture(t.Context(), server.URL+path)
		if (err == nil) != want || want != (len(picture) > 0) {
			t.Errorf("%s: %d bytes, %v", path, len(picture), err)
		}
	}
}

func TestScope(t *testing.T) {
	for scope, want := range map[string]bool{"vkid.personal_info messages": true, "email,messages": true, "vkid.personal_info": false, "xmessages": false, "": false} {
		if hasScope(scope, scopeMessages) != want {
			t.Errorf("%q", scope)
		}
	}
}
