"""The back office's forms, split by subject. They check what a row can hold; what is right is registry's to say."""
