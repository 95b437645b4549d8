"""From a text to Santa's voice, with the times of its words and the shapes of his mouth."""
