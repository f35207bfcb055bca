"""What the platform keeps in its database: sites and their drafts, versions, consent records, access."""
