"""What is said after a list of structures entered the directory?"""

SUCCESSES: dict[str, str] = {
    "list_imported": "La liste est importée.",
}
