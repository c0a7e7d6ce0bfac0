package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"zvonok/app/server"
	"zvonok/app/tokens"
	"zvonok/model"
)

// Where the service is, and what is its own. The data folder is no person's: nobody signs in by the service's user.
const (
	serviceName     = "zvonok-server"
	serviceUser     = "zvonok"
	serviceProgram  = "/usr/local/bin/zvonok"
	packagedProgram = "/usr/bin/zvonok-server"
	serviceUnitName = serviceName + ".service"
	serviceUnit     = "/etc/systemd/system/" + serviceUnitName
	serviceOptions  = "/etc/default/zvonok-server"
	serviceData     = "/var/lib/zvonok"
	serviceToken    = "/etc/zvonok/community-token" //nolint:gosec // where it is, not what it is
	servicePassword = "/etc/zvonok/db-password"     //nolint:gosec // where it is, not what it is
	systemdRuns     = "/run/systemd/system"
	// serviceLog is the file of the data folder into which a service of Windows writes.
	serviceLog = serviceName + ".log"
)

var (
	errNoSystemd = errors.New("служба ставится только там, где есть systemd (Linux), и в Windows. Здесь откройте доступ в окне программы, «Настройки системы» › " +
		"«Доступ с других компьютеров», или пусть «zvonok serve» запускает то, что запускает здесь программы вместе с компьютером")
	errNotRoot = errors.New("служба устанавливается с правами администратора системы: повторите с sudo")
	errToMove  = errors.New("переносить нечего: в папке данных нет колледжа. Сначала заведите его: «zvonok account ЛОГИН --admin --name ФИО --college НАЗВАНИЕ», " +
		"или назовите папку ключом --data")
)

// Computer is what the installation of a service asks of this computer.
type Computer struct {
	// Admin says that the process may change the system.
	Admin bool
	// Program is the path of this program.
	Program string
	// Do runs a program of the system.
	Do func(ctx context.Context, name string, args ...string) error
}

// System keeps a server running as a service: systemd does, and Windows.
type System interface {
	// ready refuses where a service cannot be installed or removed.
	ready() error
	installed() bool
	// data is the folder of the service's college.
	data() string
	keepsToken() bool
	// words name what differs between the systems; listen is where the server accepts connections.
	words(listen string) serviceWords
	// steps install the service, or bring it up to date, and start it. All of them may be repeated.
	steps(ctx context.Context, what installation) []func() error
	remove(ctx context.Context) error
}

// installation is what a service is made of.
type installation struct {
	from    string   // the data folder whose college it is to have; empty where it has one
	release func()   // lets others open that folder
	token   string   // of the community; empty leaves what is there
	options []string // of its command
	// password is that of the college's database, empty where it asks for none; nil where there is no database.
	password *string
}

// serviceWords are parts of sentences.
type serviceWords struct {
	account  string // the account of the service, in the genitive
	token    string // where the community's token lies
	password string // where that of the database lies
	why      string // where it is written why the service did not start
	commands string // how commands are given for its college: whole lines
	removed  string // what its removal has done: whole sentences
}

// ThisSystem is that of this computer.
func ThisSystem() System {
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	here := Computer{Admin: isAdmin(), Program: program, Do: func(ctx context.Context, name string, args ...string) error {
		output, err := exec.CommandContext(ctx, name, args...).CombinedOutput() //nolint:gosec // the system's own tools, by constant names
		if err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, bytes.Trim(output, " .\n")) // a sentence follows
		}
		return nil
	}}
	if runtime.GOOS == "windows" {
		return windowsServices{here, os.Getenv("ProgramFiles"), os.Getenv("ProgramData")}
	}
	return systemd{Computer: here}
}

// install makes the server a service of the system, with an account and a folder of its own.
func (cmd *Serve) install(ctx context.Context, e *Env, g Globals) error {
	system := e.System
	if err := system.ready(); err != nil {
		return err
	}
	from, release, err := movable(g, system)
	if err != nil {
		return err
	}
	release = sync.OnceFunc(release)
	defer release()
	words := system.words(cmd.Listen)
	e.printf("Служба %s будет запускаться вместе с компьютером, от имени %s.\n", serviceName, words.account)
	if from != "" {
		e.printf("Колледж переедет из %s в %s. Прежняя папка останется под именем %s.\n", from, system.data(), movedName(from))
	}
	if !cmd.Yes {
		if yes, err := e.agree(ctx, "Установить?"); err != nil || !yes {
			return err
		}
	}
	token, err := cmd.serviceToken(ctx, e)
	if err != nil {
		return err
	}
	password, err := cmd.servicePassword(ctx, e, g)
	if err != nil {
		return err
	}
	for _, step := range system.steps(ctx, installation{from, release, token, cmd.arguments(g), password}) {
		if err := step(); err != nil {
			return fmt.Errorf("служба не установлена до конца: %w. Когда причина устранена, повторите «zvonok serve --install»; почему служба не запустилась, %s",
				err, words.why)
		}
	}
	e.printf("Служба работает. Колледж: %s.\n", cmp.Or(g.DB, system.data()))
	if running, found := server.Beside(system.data()); found && len(running.Connect.Pins) > 0 {
		e.printLink(running.Connect)
	}
	e.printf("В окне на этом компьютере выберите «Подключиться к колледжу», как на остальных.\n%s\n", words.commands)
	if !system.keepsToken() {
		e.printf("Ключа сообщества VK у службы нет, поэтому чаты она не ведёт. Повторите «zvonok serve --install», когда он будет.\n")
	}
	return nil
}

// uninstall removes the service; the college stays.
func (cmd *Serve) uninstall(ctx context.Context, e *Env) error {
	system := e.System
	if err := system.ready(); err != nil {
		return err
	}
	if !system.installed() {
		return errors.New("служба не установлена")
	}
	if !cmd.Yes {
		if yes, err := e.agree(ctx, "Остановить и убрать службу? Колледж останется в "+system.data()+"."); err != nil || !yes {
			return err
		}
	}
	if err := system.remove(ctx); err != nil {
		return fmt.Errorf("служба убрана не до конца: %w", err)
	}
	e.printf("%s Колледж остался в %s.\n", system.words("").removed, system.data())
	return nil
}

// movable is the data folder whose college the service is to have; empty where the service has one already. No window opens it
// until release is called.
func movable(g Globals, system System) (from string, release func(), err error) {
	if g.DB != "" || holdsCollege(system.data()) {
		return "", func() {}, nil
	}
	if from, err = g.DataDir(); err != nil {
		return "", nil, err
	}
	if !holdsCollege(from) {
		return "", nil, errToMove
	}
	if running, found := server.Beside(from); found {
		return "", nil, server.TakenError{PID: running.PID}
	}
	lock, err := withoutWindow(from)
	if err != nil {
		return "", nil, err
	}
	return from, func() { _ = lock.Close() }, nil
}

// servicePassword is the password of the college's database for the service; nil without a database.
func (cmd *Serve) servicePassword(ctx context.Context, e *Env, g Globals) (*string, error) {
	if g.DB == "" {
		return nil, nil //nolint:nilnil // nil is an answer: no database, no password
	}
	if given := tokens.DatabasePassword(e.Getenv); given != nil {
		password, err := given(ctx)
		return &password, err
	}
	password := ""
	if cmd.Yes {
		return &password, nil
	}
	_, _ = fmt.Fprintf(e.Err, "Пароль базы данных, он будет лежать в %s, и Enter. Пустая строка — без пароля:\n", e.System.words("").password)
	password, err := e.secretLine(ctx)
	if errors.Is(err, errNothingTyped) {
		err = nil
	}
	return &password, err
}

func movedName(from string) string { return filepath.Clean(from) + "-перенесён" }

// serviceToken is the community's token of the environment, else what is typed; it may be empty.
func (cmd *Serve) serviceToken(ctx context.Context, e *Env) (string, error) {
	keys := tokens.Keys{Getenv: e.Getenv}
	if keys.Given(model.CommunityToken) {
		token, err := keys.Find(ctx, model.CommunityToken)
		return token.Secret, err
	}
	if cmd.NoAgent || cmd.Yes || e.System.keepsToken() {
		return "", nil
	}
	_, _ = fmt.Fprintf(e.Err, "Вставьте ключ сообщества VK, он будет лежать в %s, и нажмите Enter. Пустая строка — без ключа:\n", e.System.words("").token)
	token, err := e.secretLine(ctx)
	if errors.Is(err, errNothingTyped) {
		return "", nil
	}
	if err == nil {
		err = tokens.Check(model.CommunityToken, token)
	}
	return token, err
}

// arguments are the options of the service's command.
func (cmd *Serve) arguments(g Globals) []string {
	args := []string{"--listen", cmd.Listen}
	for _, address := range cmd.Address {
		args = append(args, "--address", address)
	}
	for _, proxy := range prefixes(cmd.BehindProxy) {
		args = append(args, "--behind-proxy", proxy.String())
	}
	for _, of := range []struct{ name, value string }{
		{"--phone", cmd.Phone}, {"--phone-listen", cmd.PhoneListen}, {"--phone-cert", cmd.PhoneCert}, {"--phone-key", cmd.PhoneKey}, {"--phone-behind", cmd.PhoneBehind},
		{"--watch", cmd.Watch},
	} {
		if of.value != "" {
			args = append(args, of.name, of.value)
		}
	}
	if cmd.NoAgent {
		args = append(args, "--no-agent")
	}
	if g.DB != "" {
		args = append(args, "--db", g.DB)
	}
	if g.VKURL != "" {
		args = append(args, "--vk-url", g.VKURL)
	}
	return args
}
