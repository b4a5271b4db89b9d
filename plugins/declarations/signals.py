"""What this plugin tells others."""

from django.dispatch import Signal

# Every night, when visits are deleted: `until` is the moment before which everything is over its
# time. Whoever keeps something that visits gave rise to deletes it then.
retention_over = Signal()
