"""One file per command. A file defines `command`, parses, calls the engine and shows the result; it imports what is heavy inside."""
