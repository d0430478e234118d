"""Every page is valid HTML, as the Nu checker understands the standard."""

from urllib.parse import unquote, urlsplit

from scripts import vnu
from tests.functional.reporting import named, skip


def test_every_page_is_valid(pages, tmp_path):
    lack = vnu.missing()
    if lack:
        skip(lack)
    by_file = {}
    for number, page in enumerate(pages):
        file = tmp_path / f"{number}.html"
        file.write_text(page.text, encoding="utf-8")
        by_file[str(file)] = page.address
    errors = vnu.errors(by_file)
    places = [by_file[unquote(urlsplit(error["url"]).path)] for error in errors]
    assert named(f"{error['message']} ({place})" for error, place in zip(errors, places, strict=True)) == ""


def test_the_checker_finds_errors(tmp_path):
    lack = vnu.missing()
    if lack:
        skip(lack)
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html lang=fr><title>x</title><p><div id=a></div><i id=a></i></p></html>")
    assert [error["type"] for error in vnu.errors([file])] == ["error"] * 2
