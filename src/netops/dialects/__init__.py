"""The ways in which configs are written. A dialect reads a text into a tree, writes a tree, works out commands, and applies them."""
