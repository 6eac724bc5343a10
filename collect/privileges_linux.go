package collect

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// account is who to be.
type account struct {
	name     string
	uid, gid int
	groups   []int
}

// lookUp finds a user by name or number.
func lookUp(name string) (*account, error) {
	if name == "" {
		return nil, nil
	}
	u, err := user.Lookup(name)
	if err != nil {
		if u, err = user.LookupId(name); err != nil {
			return nil, fmt.Errorf("there is no user %q", name)
		}
	}
	a := &account{name: u.Username}
	if a.uid, err = strconv.Atoi(u.Uid); err != nil {
		return nil, err
	}
	if a.gid, err = strconv.Atoi(u.Gid); err != nil {
		return nil, err
	}
	a.groups = []int{a.gid}
	return a, nil
}

// own makes the folder of the evidence, for the account if it is new.
func (a *account) own(dir string) error {
	if _, err := os.Stat(dir); err == nil || !os.IsNotExist(err) {
		return err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if a != nil {
		return os.Chown(dir, a.uid, a.gid)
	}
	return nil
}

// dropPrivileges makes all threads be the account, if there is one, without any
// capability and without a way to get one.
func dropPrivileges(a *account) error {
	if _, _, e := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0); e == unix.ENOTSUP {
		return errors.New("this build cannot give privileges away: build it with CGO_ENABLED=0")
	} else if e != 0 {
		return fmt.Errorf("no_new_privs: %w", e)
	}
	// The bounding set can be emptied only by who has CAP_SETPCAP; others get
	// nothing from it, since no_new_privs is set.
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		if _, _, e := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_CAPBSET_DROP, c, 0, 0, 0, 0); e != 0 {
			break
		}
	}
	if _, _, e := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0, 0); e != 0 && e != unix.EINVAL {
		return fmt.Errorf("ambient capabilities: %w", e)
	}
	if a != nil && (os.Geteuid() != a.uid || os.Getegid() != a.gid) {
		if err := syscall.Setgroups(a.groups); err != nil {
			return fmt.Errorf("becoming user %s: %w", a.name, err)
		}
		if err := syscall.Setresgid(a.gid, a.gid, a.gid); err != nil {
			return fmt.Errorf("becoming user %s: %w", a.name, err)
		}
		if err := syscall.Setresuid(a.uid, a.uid, a.uid); err != nil {
			return fmt.Errorf("becoming user %s: %w", a.name, err)
		}
	}
	head := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	if _, _, e := syscall.AllThreadsSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&head)), uintptr(unsafe.Pointer(&none[0])), 0); e != 0 {
		return fmt.Errorf("capabilities: %w", e)
	}
	return nil
}
