package desk

import (
	"flag"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// what a program has set for itself, as the window does with the scale of its letters.
const setSince = "ZVONOK_TEST_SET_SINCE"

// TestStartSelf: a second program begins in the environment that the first one began in, or it would multiply a scale twice.
func TestStartSelf(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_ = listener.(*net.TCPListener).SetDeadline(time.Now().Add(time.Minute)) // or a second program that fails would hang the first
	t.Setenv(setSince, "2.00")
	if err := StartSelf("-test.run=^TestStartedBySelf$", listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got, err := io.ReadAll(conn); err != nil || string(got) != "begun anew" {
		t.Errorf("the second program says %q, %v", got, err)
	}
}

// TestStartedBySelf is the second program of TestStartSelf.
func TestStartedBySelf(t *testing.T) {
	if flag.Arg(0) == "" {
		t.Skip("this is for TestStartSelf")
	}
	conn, err := net.Dial("tcp", flag.Arg(0))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "begun anew"+os.Getenv(setSince))
}
