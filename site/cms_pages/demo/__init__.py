"""Sample content: what five public directives of 2021 ask for, in our own words."""
