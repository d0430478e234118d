"""One page of each type in the demonstration: its addresses in French and in English (None: there is no English)."""

import pytest

PLACES = {
    "home": ("/fr/", "/en/"),
    "article list": ("/fr/articles/", "/en/articles/"),
    "filtered list": ("/fr/articles/?kind=analyse", "/en/articles/?kind=analyse"),
    "article": (
        "/fr/partenaires/technomontreal/carrefour-tic-prend-forme/",
        "/en/partners/technomontreal/carrefour-tic-takes-shape/",
    ),
    "article with an interview and an image": (
        "/fr/partenaires/in-sec-m/olivier-perrin-batir-un-pole-de-confiance-dans-le-grand-est/",
        "/en/partners/in-sec-m/olivier-perrin-building-a-hub-of-trust-in-grand-est/",
    ),
    "article with figures and a table": (
        "/fr/partenaires/ceim/ce-que-les-canadiens-achetent-en-culture-sur-le-web/",
        "/en/partners/ceim/what-canadians-buy-online-in-culture/",
    ),
    "article with a video": (
        "/fr/partenaires/printemps-numerique/une-premiere-cohorte-de-jeunes-ambassadeurs-autochtones/",
        None,
    ),
    "calendar": ("/fr/calendrier/", "/en/calendar/"),
    "event": (
        "/fr/partenaires/la-trame/forum-gouvernance-internet-quebec-1re-edition/",
        "/en/partners/la-trame/quebec-forum-governance-internet-first-edition/",
    ),
    "event with a programme": ("/fr/partenaires/printemps-numerique/mtl-connecte-2023/", None),
    "session": ("/fr/partenaires/printemps-numerique/mtl-connecte-2023/batir-un-ecosysteme-d-ia-bienveillant/", None),
    "partner directory": ("/fr/partenaires/", "/en/partners/"),
    "partner": ("/fr/partenaires/printemps-numerique/", "/en/partners/printemps-numerique/"),
    "person": ("/fr/personnes/eric-bergeron/", "/en/people/eric-bergeron/"),
    "project list": ("/fr/projets/", "/en/projects/"),
    "project hub": ("/fr/projets/defi-quebec/", "/en/projects/defi-quebec/"),
    "hub with a sub-project": ("/fr/projets/clic-quebec/", "/en/projects/clic-quebec/"),
    "sub-project": ("/fr/projets/clic-quebec/orison/", "/en/projects/clic-quebec/orison/"),
    "standing page": ("/fr/accessibilite/", "/en/accessibility/"),
    "search": ("/fr/recherche/", "/en/search/"),
    "search with results": ("/fr/recherche/?q=culture", "/en/search/?q=culture"),
    "search without results": ("/fr/recherche/?q=zyzzyva", "/en/search/?q=zyzzyva"),
    "not found": ("/fr/nulle-part/", "/en/nowhere/"),
}

EVERY_PLACE = [
    pytest.param(address, id=f"{name}, {language}")
    for name, addresses in PLACES.items()
    for language, address in zip(("fr", "en"), addresses, strict=True)
    if address
]
