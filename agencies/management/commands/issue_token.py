"""A key for another system, printed once as the last word."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from agencies.actions import issue_token
from agencies.actors import acting, actor_for, postings_in_force
from agencies.ledger import record
from agencies.models import User


class Command(BaseCommand):
    help = "Print an API token for a user in one partnership."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--partnership", help="slug; needed when the user has several")

    def handle(self, *args: Any, email: str, partnership: str | None, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email, is_active=True, is_system=False).first()
        if user is None:
            raise CommandError(_("There is no active account with that e-mail."))
        scopes = postings_in_force(user).values_list("participation_id", flat=True).distinct()
        if partnership:
            scopes = scopes.filter(participation__partnership__slug=partnership)
        found = list(scopes.order_by("participation_id"))
        if not found:
            raise CommandError(_("The account has no function in force there today."))
        if len(found) > 1:
            raise CommandError(_("The account acts in several partnerships: say which one."))
        with acting(actor_for(user, found[0])) as actor:
            key = issue_token(user=user, participation_id=found[0])
            record(actor, "token.issued")
        self.stdout.write(f"{_('Token, shown once:')} {key}")
