"""Everything Python has to say in French: labels, sentences, numbers and dates."""
