"""From microphone sound to "somebody speaks", words so far, and the words."""
