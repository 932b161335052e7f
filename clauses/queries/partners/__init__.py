"""Who can do a work near a place, what does each structure say of itself, and what supply is there?"""
