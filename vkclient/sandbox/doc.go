// Package sandbox is a local VK: the API methods that a chat's life needs, with VK's rights, limits and errors, invite links
// that people can open, and a plain web messenger. It keeps its state in a file and can be told to fail.
//
// # Addresses
//
//	/method/NAME        the API: POST form or GET query; v and a token are required
//	/authorize          VK ID's sign-in: phone or e-mail, code or password, learning profile, consent
//	/oauth2/NAME        VK ID's tokens: auth, user_info, logout, revoke
//	/im                 the messenger of the person signed in to VK ID in this browser; /im/convo/PEER opens a chat
//	/im?user=ID         what a person sees in the messenger, without a sign-in
//	/join/HASH          an invite link
//	/call/join/HASH     a call: by the program or the browser, then «Присоединиться с видео», then who is in it
//	/calls              where a person makes a call by hand and takes its link
//	/sandbox/           what this is and who lives here
//	/sandbox/state      the chats and calls as JSON
//	/sandbox/sms        the codes that VK ID has sent, and a button to let them expire; ?phone= for one phone
//	/sandbox/issued     the secrets that VK ID has given out as JSON, for tests that look for leaks
//
// # Faults
//
// A specification is a list by comma of [METHOD/]KIND[=VALUE][@N|:P%]:
//
//	error=CODE     the call is refused with VK's error of that code; 14 is a captcha in the older form, 17 a confirmation
//	captcha        the call is refused with a captcha in the newer form
//	drop           the work is done, the connection is closed without an answer
//	lost           the connection is closed and no work is done
//	hang           the work is done, no answer ever comes
//	garbage        the work is done, the answer is no JSON
//	slow=DURATION  the work begins after a while
//
// @N hits the N-th time only, counted from 1; :P% hits that share of times, the same times for the same Options.Seed;
// without either it hits always. error and captcha count single calls, in an execute too; the others count requests,
// and with METHOD/ the calls of that method, and hit the whole request that carries the call. METHOD may be execute.
//
// VK ID's endpoints are the methods oauth2.auth, oauth2.user_info, oauth2.logout and oauth2.revoke. error=6 is slow_down there,
// error=1 temporarily_unavailable, any other and captcha server_error.
//
// Example: error=6@3,drop:1%,messages.createChat/hang@5,slow=250ms:5%
package sandbox
