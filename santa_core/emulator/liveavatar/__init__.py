"""The second API of the emulator: LiveAvatar in FULL mode, with an account of its own.

    rest.py       /v1/sessions/..., /v1/contexts, /v1/avatars, /v1/voices, /v1/users/credits
    catalogue.py  what can be asked for, and JSON lists in pages
    options.py    what /v1/sessions/token may ask for
    passes.py     sessions from their token on: started, stopped, what was said
    contexts.py   prompts that sessions are made with
    words.py      commands and events on the room's data topics
    errors.py     refusals
    tariff.py     what it costs

Rooms, stage, speech and hearing are those of HeyGen's sessions.
"""
