"""How does the portal speak of personal data: a person who became a number, the register, the durations?"""

PERSON_NUMBER = "Personne n° {number}"
