"""What the rules look for, language by language. Data: how it is looked for stands in phrases.py."""
