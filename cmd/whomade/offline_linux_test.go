//go:build linux && (amd64 || arm64)

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// noSocketsEnv makes the test binary forbid itself to open sockets and then
// become the command it is given.
const noSocketsEnv = "WHOMADE_TEST_NO_SOCKETS"

// forbidSockets installs a filter that kills the process at socket(2).
func forbidSockets() error {
	runtime.LockOSThread()
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the system call's number
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_SOCKET, Jt: 0, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	return nil
}

// TestMain lets the test binary stand in for a launcher that forbids sockets.
func TestMain(m *testing.M) {
	if os.Getenv(noSocketsEnv) != "" {
		os.Unsetenv(noSocketsEnv)
		err := forbidSockets()
		if err == nil && os.Args[1] == "try-a-socket" {
			_, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		} else if err == nil {
			err = syscall.Exec(os.Args[1], os.Args[1:], os.Environ())
		}
		os.Stderr.WriteString("launcher: " + err.Error() + "\n")
		os.Exit(99)
	}
	testMain(m)
}

// TestNoSockets runs the verbs that read evidence where opening a socket is
// death.
func TestNoSockets(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	launch := func(args ...string) *exec.Cmd {
		c := exec.Command(exe, args...)
		c.Env = append(os.Environ(), noSocketsEnv+"=1")
		return c
	}
	err = launch("try-a-socket").Run()
	if x, ok := err.(*exec.ExitError); !ok || x.Sys().(syscall.WaitStatus).Signal() != syscall.SIGSYS {
		t.Skipf("this kernel does not let a test forbid sockets: %v", err)
	}
	whomade := buildProgram(t)
	items := filepath.Join(t.TempDir(), "items.ndjson")
	if err := os.WriteFile(items, []byte(`{"id":"1","kind":"ssh.banner","value":"Cisco-1.25","encoding":"text"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"scan", "../../examples/operator/evidence", "--network", "../../examples/operator/network.yaml", "--as-of", "2026-11-23"},
		{"evidence", "../../examples/operator/evidence"},
		{"check", "Huawei S5720-28X", "--country", "US", "--role", "us-federal-contractor", "--as-of", "2026-11-23"},
		{"identify", items},
		{"rules", "list"},
	} {
		c := launch(append([]string{whomade}, args...)...)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%.2000s", args, err, out)
		}
	}
}
