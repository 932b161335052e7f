"""What does the portal say once ProConnect is tied to an account, untied, or left?"""

SUCCESSES: dict[str, str] = {
    "identity_linked": "Votre compte ProConnect est relié. Un message vous le confirme.",
    "identity_unlinked": "ProConnect n'ouvre plus votre compte. Vos autres sessions sont fermées et un message vous le confirme.",
    "signed_out_there": "Vous êtes déconnecté(e) du portail et de ProConnect.",
}
