"""What this plugin tells others."""

from django.dispatch import Signal

# Every night, when visits are deleted: `until` is the moment before which everything is over its
# time. Whoever keeps something that visits gave rise to deletes it then.
retention_over = Signal()

# With `delete_expired_visits --prove`, after all that: whoever keeps such things looks for what is
# left of them (``until`` as before, ``now``) and returns the counts by kind; see proof.py.
retention_proof = Signal()
