"""What a child may say to Santa, as sound: made anew by synthetic voices, in each run the same.

    lines.py    the words          voices.py  who says them        energy.py  where speech begins and ends
    noises.py   what is no speech  items.py   all of it put together, with what is expected of a listener

Nothing is recorded and nothing is stored. The voices are eSpeak NG's, so figures compare builds of the
studio with each other; a real child is harder to hear.
"""
