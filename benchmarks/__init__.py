"""Speed and memory of the program, measured from outside: `make bench`. Never installed, never imported by it."""
