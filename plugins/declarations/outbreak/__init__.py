"""Where an outbreak makes a check-in ask for more: rules of an area and a kind of venue."""
