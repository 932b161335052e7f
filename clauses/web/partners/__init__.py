"""The partners' door: the structures of the directory, searched and shown to everyone."""
