"""Forms of the administration, as a browser sends them back."""

from bs4 import BeautifulSoup

# Fields that scripts draw: a stream without a block.
DRAWN = {"body-count": "0"}


def filled(response, form):
    """What a browser would send of the form that the selector `form` finds, without a change."""
    soup = BeautifulSoup(response.content, "html.parser")
    data = dict(DRAWN)
    for field in soup.select(f"{form} input, {form} select, {form} textarea"):
        name, kind = field.get("name"), field.get("type")
        off = kind in {"checkbox", "radio"} and "checked" not in field.attrs
        if name and not off and kind not in {"submit", "button", "file"} and "__prefix__" not in name:
            data[name] = _value(field)
    return data


def _value(field):
    if field.name == "textarea":
        return field.text
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return field.get("value", "on" if field.get("type") == "checkbox" else "")
