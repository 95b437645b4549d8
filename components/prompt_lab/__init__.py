"""The Prompts page: versions, tries, suites."""
