"""Set-up, services and other chores behind the Makefile.

Standard library only: they run before `.venv` exists.
"""
