"""Czech: 22. listopadu 2026 9:30; 22. 11. 2026; 1 248,5 (ČSN 01 6910), the month in the genitive after a day."""

# No-break spaces keep the parts of a date together; in numbers it is the narrow one.
DATE_FORMAT = "j.\xa0E Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j.\xa0E Y G:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j.\xa0E"
SHORT_DATE_FORMAT = "j.\xa0n.\xa0Y"
SHORT_DATETIME_FORMAT = "j.\xa0n.\xa0Y G:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u202f"
NUMBER_GROUPING = 3
