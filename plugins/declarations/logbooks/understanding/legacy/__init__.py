"""Vietnamese text in the codes of before Unicode, as it still stands in old workbooks.

Each code has a module with ``convert(text)``: the text in Unicode, or None where it cannot be in
that code. `evidence` says of single texts what they are in, `recognise` of a whole book.
"""
