"""What a browser sees of a site, judged: facts are gathered in one module (look), all others are pure."""
