//go:build !linux

package cli

const needsDisplay = false
