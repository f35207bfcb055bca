"""The proof on software that nobody here wrote: real applications behind the gate, used in a real Chromium.

`python -m tests.applications` (`make proof`) runs all of them; docs/how-to/real-applications.md tells how to read it.
"""
