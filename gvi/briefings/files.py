"""The stored file of an issue, on its way out."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gvi.briefings.models import Issue
from gvi.core.refusals import Refused


class NotIssued(Refused):
    """There is no file of an issue that is due."""


def issue_file(issue: Issue) -> HttpResponse:
    """The bytes as they were stored, under a name that tells what and when, never whose."""
    if not issue.is_issued:
        raise NotIssued(_("This briefing has not been issued yet, so there is no PDF."))
    response = HttpResponse(bytes(issue.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{issue.file_name}"'
    return response
