"""The door of people, hours, decisions and relays."""
