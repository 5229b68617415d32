"""`manage.py demo`: practice partnerships. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actors import acting
from groups.models import Person
from gvi.desk.demo import asked, deciding, history, present, rounds, tenants


class Command(BaseCommand):
    help = "Fill the database with invented people on published totals."

    def handle(self, *args: Any, **options: Any) -> None:
        tenants.found()
        asked.name_deciders()
        with transaction.atomic():  # all of it or nothing: a broken start is begun again
            with acting(tenants.actor("polis@malmo.example")) as polis:
                is_written = Person.objects.visible_to(polis).exists()
            if not is_written:
                history.write()
                present.write()
                rounds.write()
                deciding.write()
                asked.write()
        present.briefings()
        self.stdout.write(_("The demo is in place."))
