"""What docs/reliability.md promises, in seconds; the tests of this folder hold the studio to it."""

MEND_SECONDS = 60.0  # after the vendor answers again, every session of an ended call is closed
