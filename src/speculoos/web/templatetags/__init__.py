"""Template tags and filters, one library a subject."""
