"""What does the portal say once a quarter is confirmed or closed?"""

SUCCESSES: dict[str, str] = {
    "quarter_confirmed": "Les chiffres de {territory} sont confirmés : {hours:hours}.",
    "quarter_ended": "Le {quarter:quarter} est clos. Ses chiffres sont publiés et ne changent plus.",
}
