"""What the structures of a territory offer, and what its lots ask of them."""
