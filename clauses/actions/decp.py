"""How do contracts published as open data become markets, once each?"""
