"""The markets' door: file a market, its lots and clauses, ask for an opinion, publish, award, import, calculate."""
