"""What gates counted and browsers met, as it is kept; and what gates elsewhere are given."""
