"""Which words does the journal of the cooperations use?"""

KINDS: dict[str, str] = {"ai_etti": "Relais AI-ETTI", "ai_ei": "AI auprès d'une EI titulaire"}
# How the two structures of a cooperation are told together: the first, then the second.
TOGETHER: dict[str, str] = {"ai_etti": "{first}, puis {second}", "ai_ei": "{first}, auprès de {second}"}
