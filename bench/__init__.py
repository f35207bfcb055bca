"""What Speculoos costs, each time beside a named baseline in the same run. `python -m bench` prints the figures."""
