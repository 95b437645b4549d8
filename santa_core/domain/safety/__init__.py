"""Is what Santa is about to say fit for a child, and does what a child said need a grown-up? Pure."""
