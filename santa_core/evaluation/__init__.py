"""Does a version of Santa do what the scenarios demand? Conversations, assertions, judge, runs, gate."""
