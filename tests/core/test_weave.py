import pytest

from core.weave import ARMURES, drawer, fold, tone

# Twelve threads by six of the cloth of one address, in each armure: what every computer must draw.
CLOTHS = {
    "toile": ["102011111110", "102010000010", "102012222210", "102010000010", "102011111110", "111111020111"],
    "fleche": ["101100001101", "011002200110", "110021120011", "100211112001", "002110011200", "021101101120"],
    "catalogne": ["111111111111", "111111111111", "222222222222", "222222222222", "222222222222", "000000000000"],
    "serge": ["111122200000", "011111122200", "100011111122", "111100011111", "011111100011", "000011111100"],
    "losange": ["011002200110", "110021120011", "100211112001", "002110011200", "021101101120", "211011110112"],
}


def cloth(armure, slug, width=12, height=6):
    at = tone(armure, slug, width, height)
    return ["".join(str(at(x, y)) for x in range(width)) for y in range(height)]


def test_the_cloth_of_an_address():
    assert {armure: cloth(armure, "clic-quebec") for armure in ARMURES} == CLOTHS


@pytest.mark.parametrize("armure", ARMURES)
def test_the_same_address_gives_the_same_cloth_and_others_give_others(armure):
    slugs = [f"publication-{number}" for number in range(20)]
    cloths = [tuple(cloth(armure, slug, 24, 16)) for slug in slugs]
    assert cloths == [tuple(cloth(armure, slug, 24, 16)) for slug in slugs]
    assert len(set(cloths)) > 5
    assert {thread for rows in cloths for row in rows for thread in row} <= set("01234")


def test_an_unknown_armure():
    with pytest.raises(KeyError):
        tone("satin", "clic-quebec", 4, 4)


def test_the_drawer_is_the_published_generator():
    drawn = {}
    for slug in ("clic-quebec", "", "é"):
        draw = drawer(slug)
        drawn[slug] = [draw(100) for _ in range(5)]
    assert drawn == {"clic-quebec": [94, 28, 54, 32, 62], "": [20, 11, 87, 92, 41], "é": [81, 64, 81, 69, 91]}


def test_fold():
    assert [fold(position, 3) for position in range(-4, 9)] == [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2]
    assert [fold(position, 1) for position in range(4)] == [0, 0, 0, 0]
