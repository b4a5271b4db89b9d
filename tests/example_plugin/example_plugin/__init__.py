"""A plugin from outside the tree, as a third party would write it."""
