"""The declaration: what a site stores on devices, why, for how long, and who is behind it.

`model` holds the values, `load` and `dump` the file formats, `match` answers which declaration
covers an observed item, `diff` what changed. Knows no law, no visitor and no framework.
"""
