package settings

import (
	"fmt"

	"zvonok/model"
	"zvonok/views/widgets"
)

// tokenWords are the words that differ between the cards of the community's token and of the account for calls.
type tokenWords struct {
	kind       model.TokenKind
	title      string       // of the card and the dialog
	key        string       // «ключ сообщества»
	enter      string       // the button that asks for one
	variable   string       // of the environment that may give it
	without    string       // what is missing without it
	absence    widgets.Tone // whether that matters
	note, hint string       // in the card, and below the dialog's title
	weak       string       // what to do with a token that can do too little
	lost       string       // what its removal means
	kept       string       // after it was saved
	removed    string
	whose      func(model.TokenReport) string
}

var communityWords = tokenWords{
	kind:  model.CommunityToken,
	title: "Ключ сообщества", key: "ключ сообщества", enter: "Ввести ключ", kept: "Ключ сообщества сохранён", removed: "Ключ сообщества удалён",
	variable: "ZVONOK_VK_COMMUNITY_TOKEN", without: "без него чаты не синхронизируются", absence: widgets.ToneWaiting,
	note: "Его создают в настройках сообщества VK, раздел «Работа с API», с правом «Сообщения сообщества».",
	hint: "Создайте его в настройках сообщества VK: «Работа с API», «Создать ключ», право «Сообщения сообщества».",
	weak: "Этого ключа мало: дайте ему недостающие права в настройках сообщества или создайте новый.",
	lost: "Чаты перестанут синхронизироваться. В самом VK ключ останется: отозвать его можно в настройках сообщества.",
	whose: func(r model.TokenReport) string {
		return fmt.Sprintf("Сообщество «%s», идентификатор %d", r.Name, r.Community)
	},
}

var callWords = tokenWords{
	kind:  model.CallToken,
	title: "Аккаунт для звонков", key: "ключ аккаунта для звонков", enter: "Указать аккаунт",
	kept: "Ключ аккаунта для звонков сохранён", removed: "Ключ аккаунта для звонков удалён",
	variable: "ZVONOK_VK_CALL_TOKEN", without: "преподаватель создаёт звонок в VK и вставляет ссылку", absence: widgets.ToneNeutral,
	note: "От имени этого аккаунта VK программа сама начинает звонки дистанционных занятий. Нужен ключ пользователя с правом «Сообщения»: " +
		"VK выдаёт его колледжам по запросу.",
	hint: "Ключ пользователя VK с правом «Сообщения», от имени которого начинать звонки. При проверке звонок не начинается.",
	weak: "Этого ключа мало: он не может начинать звонки. Возьмите другой или оставьте звонки преподавателям.",
	lost: "Программа больше не будет сама начинать звонки: преподаватели будут создавать их в VK и вставлять ссылку. В самом VK ключ " +
		"останется: отозвать его можно в настройках аккаунта.",
	whose: func(r model.TokenReport) string {
		return fmt.Sprintf("Аккаунт «%s», id%d", r.Name, r.Community)
	},
}
