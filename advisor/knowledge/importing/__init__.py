"""Builds the pay and outlook figures of the knowledge base from the published tables they come from."""
