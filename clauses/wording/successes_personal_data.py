"""What is said once an act on personal data is done?"""

SUCCESSES: dict[str, str] = {}
