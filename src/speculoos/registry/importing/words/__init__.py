"""The words of other people's policies, as data: one module per concern, six languages in each.

Phrases are written folded (lower case, no accents, no punctuation); a trailing `*` stands for any ending of
the word. Nothing here computes anything.
"""
