"""Short dates with the month by its name: half of Canada would read 11/10/2026 as another day than the other half."""

SHORT_DATE_FORMAT = "N j, Y"
SHORT_DATETIME_FORMAT = "N j, Y, P"
