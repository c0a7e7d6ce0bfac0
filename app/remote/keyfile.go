package remote

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// leastPassphrase is how many characters a passphrase of a key has at least: the file lies on sticks and in mail.
const leastPassphrase = 12

// sealedBlock is the PEM block of a key under a passphrase, of its first version.
const sealedBlock = "ZVONOK SEALED KEY 1"

const saltSize = 16 // bytes

var (
	errPassphrase      = fmt.Errorf("придумайте фразу хотя бы из %d знаков: кто узнает ключ, сможет выдать себя за сервер колледжа", leastPassphrase)
	errWrongPassphrase = errors.New("фраза не подходит, или файл ключа повреждён: проверьте раскладку и повторите")
	errNoSealedKey     = errors.New("это не файл ключа: нужен тот, что записала команда «zvonok serve --export-key»")
	// errOtherKey: a server must not change its key because a flag was left in a command.
	errOtherKey = errors.New("в папке данных уже есть другой ключ, его знают подключённые компьютеры. Если нужен именно ключ из файла, сначала уберите " +
		keyFile + " из папки данных")
)

// SealKey is the college's key as text, to be taken to another computer under a passphrase.
func SealKey(key Key, passphrase string) ([]byte, error) {
	if utf8.RuneCountInString(passphrase) < leastPassphrase {
		return nil, errPassphrase
	}
	der, err := x509.MarshalPKCS8PrivateKey(key.certificate.PrivateKey)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // it never fails: the program would end first
	sealed := sealing(passphrase, salt).Seal(nil, nil, der, []byte(sealedBlock))
	return pem.EncodeToMemory(&pem.Block{Type: sealedBlock, Bytes: append(salt, sealed...)}), nil
}

// sealing is the cipher of a passphrase and a salt.
func sealing(passphrase string, salt []byte) cipher.AEAD {
	block, err := aes.NewCipher(argon2.IDKey([]byte(passphrase), salt, 3, 64<<10, 2, 32))
	if err != nil {
		panic(err) // of a key of another length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // of a block of another length
	}
	return aead
}

// BringKey puts a key that SealKey gave elsewhere into a data folder. Another key that is there stays, which is an error.
func BringKey(dir string, text []byte, passphrase string) error {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != sealedBlock || len(block.Bytes) < saltSize {
		return errNoSealedKey
	}
	der, err := sealing(passphrase, block.Bytes[:saltSize]).Open(nil, nil, block.Bytes[saltSize:], []byte(sealedBlock))
	if err != nil {
		return errWrongPassphrase
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	own, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok {
		return errNoSealedKey
	}
	path := filepath.Join(dir, keyFile)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return writeKey(path, der)
	}
	there, err := OpenKey(dir)
	if err != nil {
		return err
	}
	brought, err := keyOf(own)
	if err == nil && !bytes.Equal(there.Pin[:], brought.Pin[:]) {
		err = errOtherKey
	}
	return err
}
