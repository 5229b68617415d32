"""Check the seals of every participation's ledger, as each one's own system actor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.actors import acting, system_actor
from agencies.ledger import broken_seals
from agencies.models import Participation, Seal


class Command(BaseCommand):
    help = "Verify that no sealed ledger entry has been changed or removed."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed, broken = 0, 0
        for participation in Participation.objects.order_by("pk"):
            with acting(system_actor(participation)) as actor:
                if not actor.user_id:
                    raise CommandError(
                        _("Participation %(scope)s has no system posting in force: not checked.")
                        % {"scope": participation.pk}
                    )
                sealed += Seal.objects.filter(scope_id=actor.scope).count()
                for seal in broken_seals(actor):
                    broken += 1
                    self.stderr.write(
                        _("Broken: participation %(scope)s, entries %(first)s–%(last)s.")
                        % {"scope": participation.pk, "first": seal.first, "last": seal.last}
                    )
        if broken:
            raise CommandError(_("The ledger has been changed after it was sealed."))
        self.stdout.write(_("The ledger is whole: %(count)s seals checked.") % {"count": sealed})
