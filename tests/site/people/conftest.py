from hypothesis import settings

# Time limits for one example say nothing on a busy machine.
settings.register_profile("people", deadline=None)
settings.load_profile("people")
