"""How is the code of a certificate written, however somebody copies it?"""

SIGNS, GROUP = 20, 5


def code_of(typed: str) -> str:
    """« ABCDE-FGHJK-LMNPQ-RSTUV »: capitals in groups of five, whatever the spaces, the dashes and the case typed."""
    signs = "".join(one for one in typed.upper() if one.isalnum())
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
