"""Dates and numbers as German and Czech readers write them; Django keeps the rest, such as what inputs accept."""
