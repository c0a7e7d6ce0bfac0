// Package kept holds what a desk keeps of its college: what one person was told there (Answers), and what they have entered that
// waits to be sent (Outbox). Of whoever is remembered on the computer both lie in sealed files, with the keys in the keyring;
// else in memory only.
package kept
