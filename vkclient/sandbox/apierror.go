package sandbox

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
)

// VK's error codes that the sandbox itself gives.
const (
	codeUnknownMethod = 3
	codeAuth          = 5
	codeTooFast       = 6
	codeInternal      = 10
	codeCompile       = 12
	codeRuntime       = 13
	codeCaptcha       = 14
	codeAccess        = 15
	codeConfirmation  = 17
	codeGroupAuth     = 27
	codeParam         = 100
	codeLimits        = 103
	codeDenySend      = 901
	codePrivacy       = 902
	codeTooLong       = 914
	codeNoAccess      = 917
	codeCantSeeLink   = 919
	codeNotChatAdmin  = 925
	codeCantReset     = 931
	codeNotInChat     = 935
	codeNotFound      = 936
	codeExpired       = 1117
)

// errorTexts are VK's words, also for the codes that only faults give.
var errorTexts = map[int]string{
	1:                 "Unknown error occurred",
	codeUnknownMethod: "Unknown method passed",
	codeAuth:          "User authorization failed: invalid access_token (4).",
	codeTooFast:       "Too many requests per second",
	7:                 "Permission to perform this action is denied",
	9:                 "Flood control",
	codeInternal:      "Internal server error",
	codeCompile:       "Unable to compile code",
	codeRuntime:       "Runtime error occurred during code invocation",
	codeCaptcha:       "Captcha needed",
	codeAccess:        "Access denied",
	codeConfirmation:  "Validation required: please open redirect_uri in browser",
	codeGroupAuth:     "Group authorization failed: method is unavailable with group auth.",
	29:                "Rate limit reached",
	codeParam:         "One of the parameters specified was missing or invalid",
	codeLimits:        "Out of limits",
	codeDenySend:      "Can't send messages for users without permission",
	codePrivacy:       "Can't send messages to this user due to their privacy settings",
	codeTooLong:       "Message is too long",
	codeNoAccess:      "You don't have access to this chat",
	codeCantSeeLink:   "You can't see invite link for this chat",
	922:               "You left this chat",
	codeNotChatAdmin:  "You are not admin of this chat",
	927:               "Chat does not exist",
	codeCantReset:     "You can't change invite link for this chat",
	932:               "Your community can't interact with this peer",
	codeNotInChat:     "User not found in chat",
	codeNotFound:      "Contact not found",
	939:               "Message request already sent",
	945:               "Chat was disabled",
	946:               "Chat not supported",
	codeExpired:       "Access token has expired",
}

// apiError is an error as VK writes it, in the envelope and among execute_errors.
type apiError struct {
	Method         string         `json:"method,omitempty"` // in execute_errors only
	Code           int            `json:"error_code"`
	Message        string         `json:"error_msg"`
	CaptchaSID     string         `json:"captcha_sid,omitempty"`
	CaptchaImg     string         `json:"captcha_img,omitempty"`
	CaptchaTS      int64          `json:"captcha_ts,omitempty"`
	CaptchaAttempt int            `json:"captcha_attempt,omitempty"`
	RedirectURI    string         `json:"redirect_uri,omitempty"`
	Params         []requestParam `json:"request_params,omitempty"`
}

type requestParam struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (e *apiError) Error() string { return e.Message }

// fail is VK's error of the code in VK's words.
func fail(code int) *apiError {
	text, ok := errorTexts[code]
	if !ok {
		text = "Error"
	}
	return &apiError{Code: code, Message: text}
}

// failBecause is VK's error of the code with the particulars that VK puts behind a colon.
func failBecause(code int, particulars string) *apiError {
	return &apiError{Code: code, Message: fail(code).Message + ": " + particulars}
}

// failMessage is an error that VK words differently in this place.
func failMessage(code int, text string) *apiError { return &apiError{Code: code, Message: text} }

func failParam(particulars string) *apiError { return failBecause(codeParam, particulars) }

// asAPIError is the error as VK would tell it; any other error is an internal error of the server.
func asAPIError(err error) *apiError {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e
	}
	return fail(codeInternal)
}

// secretParams are not repeated in request_params.
var secretParams = []string{"access_token", "client_secret", "success_token"}

// writeError answers an error in VK's envelope. VK's HTTP status stays 200.
func writeError(w http.ResponseWriter, err error, method string, form url.Values) {
	told := *asAPIError(err)
	told.Params = []requestParam{{Key: "method", Value: method}, {Key: "oauth", Value: "1"}}
	names := make([]string, 0, len(form))
	for name := range form {
		if !slices.Contains(secretParams, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		told.Params = append(told.Params, requestParam{Key: name, Value: form.Get(name)})
	}
	writeJSON(w, map[string]any{"error": told})
}
