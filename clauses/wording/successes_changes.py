"""What does the portal say once a change of contract or a group is recorded?"""

SUCCESSES: dict[str, str] = {
    "change_recorded": "Modification du lot {number} enregistrée. Les personnes concernées sont prévenues.",
}
