"""Companies and offers in the admin: lists, forms, choosers."""
