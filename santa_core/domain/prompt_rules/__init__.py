"""The rules of the prompt lint, one kind a file. Pure."""
