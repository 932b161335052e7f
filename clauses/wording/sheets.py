"""What is a column called when its file gives it no name?"""

COLUMN = "Colonne {n}"
