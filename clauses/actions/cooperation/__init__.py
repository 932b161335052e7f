"""What may the structures of a territory do together: offer posts to all, inform, meet, evaluate?"""
