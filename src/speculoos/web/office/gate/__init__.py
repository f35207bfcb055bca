"""What the gate did, in the back office."""
