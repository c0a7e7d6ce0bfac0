package vkclient

import (
	"context"
	"net/url"
)

// CaptchaAnswer is a person's answer to a CaptchaError: SuccessToken for the newer form, SID and Key (the letters) for the older.
type CaptchaAnswer struct {
	SuccessToken string
	SID          string
	Key          string
}

type captchaKey struct{}

// WithCaptcha makes the requests under the context carry the answer to a captcha. An answer is good for one call.
func WithCaptcha(ctx context.Context, answer CaptchaAnswer) context.Context {
	return context.WithValue(ctx, captchaKey{}, answer)
}

// addCaptcha puts the context's captcha answer, if it has one, into the form.
func addCaptcha(ctx context.Context, form url.Values) {
	answer, ok := ctx.Value(captchaKey{}).(CaptchaAnswer)
	if !ok {
		return
	}
	for name, value := range map[string]string{"success_token": answer.SuccessToken, "captcha_sid": answer.SID, "captcha_key": answer.Key} {
		if value != "" {
			form.Set(name, value)
		}
	}
}
