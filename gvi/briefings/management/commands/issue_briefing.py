"""Issue one week's briefing by hand, by the same path as on Monday morning.

Nobody gets a mail about a week long gone.
"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actors import acting, system_actor
from agencies.models import Participation, Partnership
from gvi.briefings import issuing
from gvi.briefings.models import Issue
from gvi.core.week import Week


class Command(BaseCommand):
    help = "Issues the briefing of one week, or says why it waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", required=True, help="its slug, such as malmo")
        parser.add_argument("--week", required=True, help="written like 2019-W47")
        parser.add_argument("--output", type=Path, help="where to write the steering group's PDF")

    def handle(
        self, *, partnership: str, week: str, output: Path | None, **_options: object
    ) -> None:
        wanted = ended_week(week)
        participation = coordinator(partnership)
        issuing.make_due(participation, wanted)
        is_news = wanted == Week.before(timezone.localdate())
        issuing.issue_week(participation, wanted, tell=is_news)
        with acting(system_actor(participation)) as actor:
            issues = list(Issue.objects.visible_to(actor).filter(monday=wanted.monday))
        for issue in sorted(issues, key=lambda each: (each.audience, each.version)):
            self.stdout.write(sentence(issue))
        if output:
            self.write(issues, output)

    def write(self, issues: list[Issue], output: Path) -> None:
        """The newest version that the steering group has been given."""
        given = [
            issue
            for issue in issues
            if issue.is_issued and issue.audience == Issue.Audience.STEERING
        ]
        if not given:
            raise CommandError(_("There is no PDF to write yet."))
        newest = max(given, key=lambda issue: issue.version)
        try:
            output.write_bytes(newest.pdf)
        except OSError as fault:
            message = _("The file %(path)s could not be written: %(fault)s.")
            raise CommandError(message % {"path": output, "fault": fault.strerror}) from fault
        self.stdout.write(_("Written: %(path)s") % {"path": output})


def ended_week(text: str) -> Week:
    """The week asked for, if there is one and it is over."""
    try:
        week = Week.from_iso(text)
    except ValueError as fault:
        message = _("“%(text)s” is not a week. Write it like 2019-W47.")
        raise CommandError(message % {"text": text}) from fault
    if week.sunday >= timezone.localdate():
        raise CommandError(_("The week %(week)s is not over yet.") % {"week": week})
    return week


def coordinator(slug: str) -> Participation:
    """The participation that issues for a partnership."""
    found = Participation.objects.filter(partnership__slug=slug, is_coordinating=True)
    participation = found.select_related("partnership", "agency").first()
    if participation is not None:
        return participation
    if Partnership.objects.filter(slug=slug).exists():
        message = _("No agency coordinates the partnership “%(slug)s”, so nobody can issue.")
    else:
        message = _("There is no partnership called “%(slug)s”.")
    raise CommandError(message % {"slug": slug})


def sentence(issue: Issue) -> str:
    """What became of one issue, on one line."""
    words = {
        "issue": issue,
        "audience": issue.get_audience_display(),
        "version": issue.version,
        "digest": issue.digest[:12],
        "hindrance": issue.hindrance,
    }
    if issue.is_issued:
        return _("%(issue)s, %(audience)s, version %(version)d: issued (%(digest)s).") % words
    if issue.hindrance:
        return _("%(issue)s, %(audience)s, version %(version)d: waits. %(hindrance)s") % words
    return _("%(issue)s, %(audience)s, version %(version)d: waits for approval.") % words
