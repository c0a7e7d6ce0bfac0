package remote

import "net/http"

// Through puts a transport between a desk and its server.
func (c *Client) Through(wrap func(http.RoundTripper) http.RoundTripper) {
	c.http.Transport = wrap(c.http.Transport)
}
