"""Measures the studio on this machine: `make bench`, or `python -m bench turn_overhead`. See README.md."""
