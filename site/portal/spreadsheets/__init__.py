"""Spreadsheets that we write, for whatever plugin hands them out."""
