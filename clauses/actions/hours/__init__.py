"""Who works, how many hours, and which ones count? People, months, decisions and relays, one module each."""
