"""What does a file of hours hold, for the people one organization employs? Read, matched, never written here."""
