"""The database backend: no role above the wall serves, and every transaction says who acts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from gvi.core.database.actor import speaking_as


def test_the_owners_role_is_refused_as_the_apps(fresh):
    default, owner = connections["default"], connections["owner"]
    kept = {name: default.settings_dict[name] for name in ("USER", "PASSWORD")}
    default.close()
    default.settings_dict |= {name: owner.settings_dict[name] for name in kept}
    try:
        with pytest.raises(ImproperlyConfigured):
            default.ensure_connection()
    finally:
        default.close()
        default.settings_dict |= kept


def test_an_actor_changed_inside_a_transaction_is_heard_and_given_back(cast):
    def heard() -> str:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.actor', true)")
            return str(cursor.fetchone()[0])

    with speaking_as("1:2"):
        assert heard() == "1:2"
        with speaking_as("3:4"):
            assert heard() == "3:4"
        assert heard() == "1:2"
