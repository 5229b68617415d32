"""Django's PostgreSQL backend, telling each new transaction who acts."""

from django.db.backends.postgresql import base

from gvi.core.database.actor import current


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets `app.actor` as the outermost transaction begins, and only there."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # unknown to the stubs
        if not autocommit:
            with self.wrap_database_errors:
                self.connection.execute("select set_config('app.actor', %s, true)", [current()])
