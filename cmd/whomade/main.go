// Command whomade says who made each element of a network, from any evidence,
// and which governments' rules follow from that.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// app is what the verbs share: the world outside, passed in.
type app struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	terminal bool // whether err is a terminal a person looks at
	quiet    bool
	codes    codes
}

func main() {
	if os.Getenv("GOGC") == "" {
		// Evidence is read once and mostly kept: a smaller heap is worth more than
		// the little time that collecting more often costs.
		debug.SetGCPercent(30)
	}
	// Room that is never used, so that the first megabytes are not collected again
	// and again. It takes addresses, no memory, for a builder does not clear what it
	// grows by.
	var room strings.Builder
	room.Grow(64 << 20)
	code := run(time.Now)
	runtime.KeepAlive(&room)
	os.Exit(code)
}

func run(now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: now, terminal: isTerminal(os.Stderr)}
	return a.execute(ctx, os.Args[1:])
}

func isTerminal(f *os.File) bool {
	i, err := f.Stat()
	return err == nil && i.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// execute runs one command line and returns its exit code.
func (a *app) execute(ctx context.Context, args []string) int {
	root := newRootCommand(a)
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		a.codes.add(exitInterrupted)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.err, "whomade: "+err.Error())
		a.codes.add(codeOf(err))
	}
	return a.codes.result()
}

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "whomade",
		Short: "Who made each network element, how sure, and which rules follow",
		Long: `whomade reads evidence of a network (captures, SNMP walks, scanners' files,
inventories), says who made each network element, how sure that is and why, and
which governments' rules it breaks as of a date, with citations. It opens no
network connection; listen only receives. Not legal advice.` + exitHelp,
		Example: `  whomade demo
  whomade scan evidence/ --network network.yaml
  whomade check "Huawei S5720-28X" --country US --role us-federal-contractor`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return c.Help()
		},
	}
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return a.checkEdition(c) }
	root.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "say nothing but the result")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w (see whomade %s --help)", err, strings.TrimPrefix(c.CommandPath(), "whomade "))}
	})
	root.AddCommand(
		newScanCommand(a), newEvidenceCommand(a), newIdentifyCommand(a), newCheckCommand(a), newExplainCommand(a), newWhatIfCommand(a),
		newRulesCommand(a), newMakersCommand(a), newKnowledgeCommand(a), newFormsCommand(a), newDemoCommand(a), newListenCommand(a), newVersionCommand(a),
	)
	wrapUsage(root)
	return root
}

// wrapUsage makes wrong arguments, at any depth, an error of usage.
func wrapUsage(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapUsage(sub)
	}
}

// say talks to the person, on stderr, unless told to be quiet.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}
