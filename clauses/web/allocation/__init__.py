"""The door of commitments and plans."""
