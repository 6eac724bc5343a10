package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/whomade/whomade/report"
)

// progress shows on a terminal, after a second, how much was read; elsewhere it
// shows nothing.
type progress struct {
	mu    sync.Mutex
	octet int64
	name  string
	done  chan struct{}
	wait  sync.WaitGroup
}

func (a *app) progress() *progress {
	p := &progress{done: make(chan struct{})}
	if !a.terminal || a.quiet {
		return p
	}
	start := a.now()
	p.wait.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		shown := false
		for {
			select {
			case <-p.done:
				if shown {
					fmt.Fprint(a.err, "\r\x1b[K")
				}
				return
			case now := <-tick.C:
				p.mu.Lock()
				n, name := p.octet, p.name
				p.mu.Unlock()
				rate := float64(n) / max(now.Sub(start).Seconds(), 0.001)
				fmt.Fprintf(a.err, "\r\x1b[K%s read, %s/s  %s", report.Octets(n), report.Octets(int64(rate)), report.Shorten(report.Clean(name), 48))
				shown = true
			}
		}
	})
	return p
}

// set takes how many octets were read so far, and of what.
func (p *progress) set(octets int64, name string) {
	p.mu.Lock()
	p.octet, p.name = octets, name
	p.mu.Unlock()
}

func (p *progress) stop() {
	close(p.done)
	p.wait.Wait()
}
