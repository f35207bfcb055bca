"""Cookie syntax, registrable domains and errors. Standard library and the public suffix list only."""
