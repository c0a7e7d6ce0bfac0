package vkid

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// pictureHosts are where VK keeps people's pictures: these names and all below them.
var pictureHosts = []string{"userapi.com", "vkuserphoto.ru", "vk.ru", "vk.com", "vk.me"}

const (
	pictureMost     = 2 << 20 // bytes
	picturePatience = 20 * time.Second
)

var errPicture = errors.New("фотография профиля не загрузилась")

// Picture fetches a profile's picture, from VK alone: the address comes from outside.
func (i *Identity) Picture(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || !i.shows(u) {
		return nil, errPicture
	}
	ctx, cancel := context.WithTimeout(ctx, picturePatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, errPicture
	}
	var client http.Client
	if i.options.HTTP != nil {
		client = *i.options.HTTP
	}
	client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if len(via) > 3 || !i.shows(next.URL) {
			return errPicture
		}
		return nil
	}
	answer, err := client.Do(req)
	if err != nil {
		return nil, errPicture
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "image/") {
		return nil, errPicture
	}
	picture, err := io.ReadAll(io.LimitReader(answer.Body, pictureMost+1))
	if err != nil || len(picture) > pictureMost {
		return nil, errPicture
	}
	return picture, nil
}

// shows reports whether pictures are taken from the address: by https from VK, or from where VK ID itself
// lives, which for a local VK is this computer.
func (i *Identity) shows(u *url.URL) bool {
	if u.User != nil {
		return false
	}
	if id, err := url.Parse(i.options.Hosts.ID); err == nil && id.Host != "" && u.Scheme == id.Scheme && strings.EqualFold(u.Host, id.Host) {
		return true
	}
	host := strings.ToLower(u.Hostname())
	return u.Scheme == "https" && slices.ContainsFunc(pictureHosts, func(known string) bool { return host == known || strings.HasSuffix(host, "."+known) })
}
