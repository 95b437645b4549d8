"""Santa's voice and ears, in tiers; knows of sound and words, nothing of calls.

    ports.py      what both are asked for: SpeechToText, TextToSpeech, and Ears, which find the utterances
    hearing/      when somebody speaks and what they say: pocketsphinx here, OpenAI or Whisper where set up
    speaking/     text to sound with the times of words and mouths: eSpeak NG here, OpenAI where set up

The practice avatar and the hearing test speak and hear with it.
"""
