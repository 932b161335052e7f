"""Which portal is this? That of the clauses sociales d'insertion, from the written clause to the proven hour."""
