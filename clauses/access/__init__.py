"""The locks: who may do what to which, from one table of grants."""
