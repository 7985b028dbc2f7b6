"""German: 22. November 2026, 9:30 Uhr; 22.11.2026; 1.248,5 (DIN 5008 for figures, words as people write them)."""

# A no-break space keeps the day with its month.
DATE_FORMAT = "j.\xa0F Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j.\xa0F Y, G:i\xa0\\U\\h\\r"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j.\xa0F"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, G:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
