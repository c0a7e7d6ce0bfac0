// Package vkclient talks to VK: the API methods that a chat's life needs, in typed calls and in batches of up to 25 by execute.
//
// It keeps VK's pace for one token, repeats what may be repeated, and tells apart the errors that a caller acts on (see Class).
// A request whose outcome is not known and that must not be blindly repeated ends in an *UnknownOutcomeError.
// The package knows nothing of colleges. The local VK that it is tested against is the package sandbox beside it.
package vkclient
