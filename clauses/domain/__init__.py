"""The trade itself, in plain Python: values in, answers out; no clock, no I/O, no French sentence."""
