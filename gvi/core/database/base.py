"""Django's PostgreSQL backend, telling each new transaction who acts."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base

from gvi.core.database.actor import current

ABOVE_THE_WALL = """
    select rolsuper or rolbypassrls or exists (
        select from pg_class c
         where c.relname = 'agencies_entry' and pg_has_role(current_user, c.relowner, 'usage'))
      from pg_roles where rolname = current_user"""


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets `app.actor` as the outermost transaction begins, and only there."""

    def init_connection_state(self) -> None:
        """Refuse to serve as a role that stands above the wall."""
        super().init_connection_state()
        if self.alias == DEFAULT_DB_ALIAS:
            with self.connection.cursor() as cursor:
                if cursor.execute(ABOVE_THE_WALL).fetchone()[0]:
                    raise ImproperlyConfigured(
                        "DATABASE_URL must name the app's role: not the owner, not a superuser"
                        " and not one with BYPASSRLS."
                    )

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # unknown to the stubs
        if not autocommit:
            with self.wrap_database_errors:
                self.connection.execute("select set_config('app.actor', %s, true)", [current()])
