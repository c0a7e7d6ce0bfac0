package main

import (
	"bytes"
	"os"
	"testing"
)

func TestClientMethodsAreThoseOfTheContracts(t *testing.T) {
	want, err := clientMethods("../..")
	if err != nil {
		t.Fatal(err)
	}
	if is, err := os.ReadFile("../client_methods.go"); err != nil || !bytes.Equal(is, want) {
		t.Errorf("the contracts have changed: go generate ./app/remote (%v)", err)
	}
}
