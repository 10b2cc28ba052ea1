"""Measures how well the trained model understands questions that nobody here wrote."""
