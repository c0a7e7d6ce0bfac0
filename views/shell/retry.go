package shell

import (
	"zvonok/views/background"
	"zvonok/views/widgets"
)

// repeating gives the function that repeats a failed synchronisation, nil for people who may not begin one here. While it runs, the
// bar says so instead of words. A run that waits for somebody's confirmation is not repeated: it would only stop again.
func (s *Shell) repeating(words barWords) (barWords, func()) {
	now := s.status
	if s.retrying {
		return barWords{text: "Повторяем синхронизацию…", tip: "Чаты в VK приводятся к спискам. Можно продолжать работу.", tone: widgets.ToneNeutral}, nil
	}
	if now.Problem == "" || words.held || now.Running || !now.AgentHere || s.cfg.Retry == nil {
		return words, nil
	}
	retry := s.cfg.Retry()
	if retry == nil {
		return words, nil
	}
	return words, func() {
		s.retrying = true
		s.showStatus()
		background.Perform(s.cfg.Exec, func() error { return retry(s.cfg.Exec.Context()) }, func(err error) {
			s.retrying = false
			if err != nil {
				s.Toast(err.Error(), widgets.ToneRefused)
			}
			s.readStatus()
		})
	}
}
