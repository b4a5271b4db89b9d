"""What people may do with what they declared: see it, correct it, ask to delete it."""
