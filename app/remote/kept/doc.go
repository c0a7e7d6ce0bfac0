// Package kept holds what a desk keeps of its college: what one person was told there (Answers), and what they have entered
// that waits to be sent (Outbox). For a person who is remembered on the computer both are in sealed files, with the keys in the
// keyring; for others only in memory.
package kept
