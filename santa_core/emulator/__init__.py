"""HeyGen's v1 streaming service on this machine: a self-contained ASGI app.

app             create_emulator, Emulator           __main__        python -m santa_core.emulator
settings, clock, brain, performance                 what is handed in

REST            rest  control  options  errors  accounts  tariff  addresses
sessions        registry  session_record  live_session  faults
LiveKit         signalling  signal_socket  room  room_messages  room_token  peers  ice
                refusals
what is said    speaker  sentences  playout  stage  tracks  opus  vp8  workers
what is heard   chat_socket  pipecat_frames  hearing  conversation  silence
Santa           performers  face/; his voice and ears are in santa_core/speech
"""
