package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Parse reads the command line into line, a struct of commands in kong's terms. Words that it does not
// understand are told on standard error, in Russian, and exit is called with ExitUsage; after --help it
// is called with ExitDone. exit must not return.
func Parse(line any, args []string, out, problems io.Writer, exit func(int)) *kong.Context {
	parser, err := kong.New(line, kong.Name("zvonok"), kong.Description("«Звонок»: чаты колледжа в VK Мессенджере по спискам."),
		kong.Writers(out, problems), kong.Exit(exit), kong.Help(russianHelp), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic(err) // the commands themselves are declared wrongly
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		command, text := "zvonok", russianMistake(err.Error())
		if wrong, ok := errors.AsType[*kong.ParseError](err); ok && wrong.Context.Selected() != nil && named(wrong.Context.Selected().Name, args) {
			command = "zvonok " + wrong.Context.Selected().Path()
		} else if word := unknownCommand.FindStringSubmatch(err.Error()); word != nil {
			text = fmt.Sprintf("нет такой команды: «%s»", word[1]) + strings.TrimPrefix(text, "лишнее слово «"+word[1]+"»")
		}
		_, _ = fmt.Fprintf(problems, "zvonok: %s\nСправка: %s --help\n", text, command)
		exit(ExitUsage)
	}
	return parsed
}

// unknownCommand is kong's complaint of a word in the place of a command.
var unknownCommand = regexp.MustCompile(`^unexpected argument (.*?)(, did you mean .*)?$`)

// named reports whether a command was named; the one that is meant without a name is not.
func named(command string, args []string) bool { return slices.Contains(args, command) }

// helpWords are what kong itself writes in a help text.
var helpWords = strings.NewReplacer(
	"Usage: ", "Вызов: ", "[flags]", "[ключи]", "<command>", "<команда>", "Arguments:", "Аргументы:", "Flags:", "Ключи:",
	"Commands:", "Команды:", "Show context-sensitive help.", "Показать эту справку.",
	`Run "zvonok <command> --help" for more information on a command.`, "Справка о команде: zvonok <команда> --help",
)

func russianHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	var text bytes.Buffer
	ctx.Stdout = &text
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = helpWords.WriteString(out, text.String())
	return err
}

// mistakes are kong's errors in Russian. One that is not among them stays as kong says it.
var mistakes = []struct {
	pattern *regexp.Regexp
	russian string
}{
	{regexp.MustCompile(`^unexpected argument (.*?)(, did you mean .*)?$`), "лишнее слово «$1»$2"},
	{regexp.MustCompile(`^unknown flag (--?.*?)(, did you mean .*)?$`), "нет ключа $1$2"},
	{regexp.MustCompile(`^expected "(.*)"$`), "не хватает: $1"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "не хватает: $1"},
	{regexp.MustCompile(`^(--.*) and (--\S+) can't be used together$`), "$1 и $2 вместе не указывают"},
	{regexp.MustCompile(`^(.*): missing value, expecting .*$`), "после ключа $1 нужно значение"},
	{regexp.MustCompile(`^(.*): expected an? (?:valid \d+ bit )?u?int but got (.*)$`), "$1: нужно целое число, а не $2"},
	{regexp.MustCompile(`^(.*): expected \w+ value but got .*$`), "после ключа $1 нужно значение"},
	{regexp.MustCompile(`^(.*): bool value must be .* but got (.*)$`), "$1: ключ не принимает значения $2"},
}

func russianMistake(text string) string {
	for _, m := range mistakes {
		if m.pattern.MatchString(text) {
			text = m.pattern.ReplaceAllString(text, m.russian)
			break
		}
	}
	return guess.ReplaceAllStringFunc(text, func(found string) string {
		return ": может быть, это " + quoted.ReplaceAllString(guess.FindStringSubmatch(found)[1], "«$1»") + "?"
	})
}

// guess and quoted are kong's offer of a similar word.
var (
	guess  = regexp.MustCompile(`, did you mean (?:one of )?(.*)\?$`)
	quoted = regexp.MustCompile(`"([^"]*)"`)
)
