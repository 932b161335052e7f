"""The front doors: HTTP on one side, verbs and questions on the other."""
