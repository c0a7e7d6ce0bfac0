// Package vkclient talks to VK: the API methods that a chat's life needs, in typed calls and in batches of up to 25 by execute.
//
// It keeps VK's pace for one token, repeats what may be repeated, and tells apart the errors that a caller acts on (see Class).
// A request whose outcome is not known and that must not be blindly repeated ends in an *UnknownOutcomeError.
//
// VKID signs people in by VK ID: Begin makes the address for the browser, a Loopback or a pasted address brings the answer,
// Exchange turns it into Tokens, which Refresh renews. Secrets show in no error, no log line and no request's address.
//
// The package knows nothing of colleges. It is tested against the local VK of the package sandbox.
package vkclient
