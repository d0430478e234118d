"""Short dates with the month by its name, as in English; hours as Québec writes them."""

SHORT_DATE_FORMAT = "j\u00a0N\u00a0Y"
SHORT_DATETIME_FORMAT = "j\u00a0N\u00a0Y, G\u00a0\\h\u00a0i"
