"""The door of cooperation: what the structures of the convention do together."""
