"""How may the hours of one lot, or of all the lots of a territory together, be shared out among structures?

The trade alone: what is asked, what is open, the linear model that says it, the plans that come out, what is missing.
Who solves the model is handed in; no solver is known here.
"""
