//go:build !(linux && (amd64 || arm64))

package main

import "testing"

func TestMain(m *testing.M) { testMain(m) }
