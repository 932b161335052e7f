"""What can programs ask of the portal, and how is it answered?"""
