"""What a visitor chose, as values: the states, the choice, its cookie and its record. No I/O, no clock, no law."""
