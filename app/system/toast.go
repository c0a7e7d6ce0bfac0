package system

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Longer texts do not fit on a notification, and a command line of Windows has an end.
const (
	longestTitle = 120 // characters
	longestText  = 400
)

// toastTemplate shows a notification of Windows. What it says comes as base64, so that nothing in it is read as
// PowerShell: Fyne's own notification evaluates a subject named «$(…)».
const toastTemplate = `$ErrorActionPreference = 'Stop'
function Words($coded) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($coded)) }
[Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime] > $null
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $toast.GetElementsByTagName('text')
$lines.Item(0).AppendChild($toast.CreateTextNode((Words '{title}'))) > $null
$lines.Item(1).AppendChild($toast.CreateTextNode((Words '{text}'))) > $null
$shown = [Windows.UI.Notifications.ToastNotification]::new($toast)
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier((Words '{app}')).Show($shown)
`

// toastCommand are the arguments of PowerShell that show a notification.
func toastCommand(app, title, text string) []string {
	script := strings.NewReplacer("{app}", coded(app, longestTitle), "{title}", coded(title, longestTitle), "{text}", coded(text, longestText)).
		Replace(toastTemplate)
	wide := utf16.Encode([]rune(script))
	raw := make([]byte, 0, 2*len(wide))
	for _, unit := range wide {
		raw = append(raw, byte(unit), byte(unit>>8))
	}
	return []string{"-NoProfile", "-NonInteractive", "-EncodedCommand", base64.StdEncoding.EncodeToString(raw)}
}

// coded is a text without what XML cannot hold, cut to so many characters, in letters that mean nothing to PowerShell.
func coded(text string, longest int) string {
	clean := []rune(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == utf8.RuneError || r&0xFFFE == 0xFFFE {
			return -1
		}
		return r
	}, text))
	return base64.StdEncoding.EncodeToString([]byte(string(clean[:min(len(clean), longest)])))
}
