"""Which words does each kind of message leave with, and what may whoever changes them write? (J08)"""
