"""Set up a real installation without the demo: one partnership, its first agency and staff.

Run by the operator, who has the owner's connection. Nothing is guessed: every name is given.
"""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import founding
from agencies.models import Agency, Partnership
from agencies.scoping import Function

FIRST_POSTINGS = (
    ("coordinator", [Function.COORDINATION]),
    ("administrator", [Function.ADMINISTRATION]),
    ("second_administrator", [Function.ADMINISTRATION]),
)


class Command(BaseCommand):
    help = "Create the first partnership, its coordinating agency and its first accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--municipalities", default="", help="four-digit codes, comma between")
        parser.add_argument("--agency-slug", required=True)
        parser.add_argument("--agency-name", required=True)
        parser.add_argument("--agency-kind", default="municipality", choices=Agency.Kind.values)
        parser.add_argument(
            "--legal-home", default="executive_board", choices=Agency.LegalHome.values
        )
        parser.add_argument("--coordinator", required=True, help="e-mail")
        parser.add_argument("--administrator", required=True, help="e-mail of someone else")
        parser.add_argument(
            "--second-administrator",
            default="",
            help="e-mail of a third person: administration and decision take two to approve",
        )
        parser.add_argument("--agreement-until", required=True, type=date.fromisoformat)

    def handle(self, *args: Any, **given: Any) -> None:
        people = [given[who] for who, _functions in FIRST_POSTINGS if given.get(who)]
        if len(set(people)) < len(people):
            raise CommandError(
                _("The coordinator and the administrators must be different people.")
            )
        today = timezone.localdate()
        if given["agreement_until"] < today:
            raise CommandError(_("The agreement must last beyond today."))
        if Partnership.objects.using(founding.OWNER).filter(slug=given["slug"]).exists():
            raise CommandError(_("There is already a partnership with that slug."))
        codes = [code.strip() for code in given["municipalities"].split(",") if code.strip()]
        with transaction.atomic(using=founding.OWNER):
            self._found(given, codes, today)
        self.stdout.write(
            _("The partnership is set up. The accounts set a password by 'Forgotten password'.")
        )
        if not given["second_administrator"]:
            self.stdout.write(
                _(
                    "There is one administrator: administration and decision take two to approve. "
                    "Name the other with --second-administrator from the start."
                )
            )

    def _found(self, given: dict[str, Any], codes: list[str], today: date) -> None:
        founding.lay_grounds(today)
        partnership = founding.found_partnership(
            slug=given["slug"], name=given["name"], state="preparing", municipalities=codes
        )
        founding.sign_agreement(partnership, signed_on=today, valid_to=given["agreement_until"])
        participation = founding.join(
            partnership,
            slug=given["agency_slug"],
            name=given["agency_name"],
            kind=given["agency_kind"],
            legal_home=given["legal_home"],
            from_on=today,
            is_coordinating=True,
        )
        for who, functions in FIRST_POSTINGS:
            if not given.get(who):
                continue
            user = founding.hire(email=given[who], name=given[who], password=None)
            founding.post(
                user,
                participation,
                functions,
                approved_by=founding.founder(),
                from_on=today,
                years=1,
            )
