from django.utils import timezone

from agencies.actors import acting
from groups import maps
from groups.models import Person


def test_the_map_shows_what_one_sees_and_nothing_else(cast):
    with acting(cast.actor("polis")) as polis:
        drawn = maps.draw(polis, timezone.localdate())
        assert {node.name for node in drawn.nodes} == {"Ask", "Bok", "Kråka", "Skata", "Uggla"}
    with acting(cast.actor("avhopp")) as avhopp:
        drawn = maps.draw(avhopp, timezone.localdate())
        assert {node.name for node in drawn.nodes} == {"Ask", "Bok", "Kråka", "Skata"}
        assert {(edge.a.name, edge.b.name) for edge in drawn.edges} == {
            ("Ask", "Bok"),
            ("Kråka", "Ask"),
            ("Skata", "Bok"),
        }


def test_a_hidden_person_moves_nothing_on_the_map(fresh):
    with acting(fresh.actor("avhopp")) as avhopp:
        before = maps.draw(avhopp, timezone.localdate())
    Person.objects.using("owner").filter(code_name="Uggla").delete()
    with acting(fresh.actor("avhopp")) as avhopp:
        assert maps.draw(avhopp, timezone.localdate()) == before


def test_picture_and_tables_say_the_same(sign_in, cast):
    page = sign_in("polis").get("/grupper/karta/")
    drawn = page.context["map"]
    text = page.content.decode()
    picture, tables = text.split('<svg class="gvi-map"')[1].split("</svg>", 1)
    for node in drawn.nodes:
        assert f'href="{node.url}"' in picture
        assert node.name in tables
    assert picture.count("<line") == len(drawn.edges)


def test_the_map_costs_four_queries_whatever_its_size(cast, django_assert_num_queries):
    with acting(cast.actor("polis")) as polis, django_assert_num_queries(5):
        maps.draw(polis, timezone.localdate())


def test_of_a_crowd_the_map_shows_the_groups_to_choose_from(sign_in, cast, monkeypatch):
    monkeypatch.setattr(maps, "AT_ONCE", 2)
    page = sign_in("polis").get("/grupper/karta/")
    drawn = page.context["map"]
    assert {node.name for node in drawn.nodes} == {"Ask", "Bok"}
    assert "Välj en för att se personerna" in page.content.decode()
    (ask,) = [node for node in drawn.rows if node.name == "Ask"]
    page = sign_in("polis").get("/grupper/karta/", {"group": ask.ref})
    assert {node.name for node in page.context["map"].nodes} == {"Ask", "Kråka", "Uggla"}
