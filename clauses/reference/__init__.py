"""The pantry: law, places and trades as dated data, with the loaders that check them."""
