"""The gate: a page for staff at the door, which goes on when the network is gone."""
