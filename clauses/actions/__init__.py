"""The workshop: verbs; one verb is one action is one transaction."""
