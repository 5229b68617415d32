"""Every part that pages are built from, in every state. Swedish samples; never in production."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gvi.core.forms import InlineRadios, LargeRadios

POLICE = {"kind": "police", "name": "Polisområde Norrstad"}
PROBATION = {"kind": "probation", "name": "Kriminalvården Norrstad"}
WELFARE = {"kind": "municipality", "name": "Norrstad socialnämnd"}
EXIT = {"kind": "exit_service", "name": "Avhopparverksamheten i Norrstad"}
OWN = {"kind": "own"}
SHARED = {"kind": "shared", "agencies": [POLICE, PROBATION, WELFARE]}
OUTCOMES = [
    ("met", "Träffades"),
    ("spoke", "Pratades vid"),
    ("missed", "Nåddes inte"),
    ("moved", "Ombokad"),
    ("declined", "Avböjde"),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Kodnamn", max_length=40)
    day = forms.DateField(label="Datum", help_text="Dagen då det hände.")
    at = forms.TimeField(label="Klockslag", required=False)
    kind = forms.ChoiceField(
        label="Typ", choices=[("", "–"), ("a", "Skjutning"), ("b", "Sprängning")]
    )
    certain = forms.ChoiceField(
        label="Är det säkert?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        widget=InlineRadios,
    )
    outcome = forms.ChoiceField(label="Vad hände?", choices=OUTCOMES, widget=LargeRadios)
    agencies = forms.MultipleChoiceField(
        label="Myndigheter",
        choices=[(each["kind"], each["name"]) for each in (POLICE, PROBATION, WELFARE)],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Anteckning", max_length=500, required=False, widget=forms.Textarea
    )
    minutes = forms.FileField(label="Protokoll", required=False)
    secret = forms.CharField(label="Lösenord", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="Jag har läst instruktionen")


class SampleFilter(forms.Form):
    kind = forms.ChoiceField(
        label="Typ",
        required=False,
        choices=[("", "–"), ("a", "Skjutning"), ("b", "Sprängning")],
    )
    since = forms.DateField(label="Från och med", required=False)


def components(request: HttpRequest) -> HttpResponse:
    """`?fel` shows the form with its errors, as a 422 page does."""
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    wrong = "fel" in request.GET
    page = samples() | {
        "form": SampleForm({}, prefix="a") if wrong else SampleForm(prefix="a"),
        "filter": SampleFilter({"kind": "a"}),
        "pages": Paginator(range(240), 25).get_page(request.GET.get("page", 4)),
        "outcome": SampleForm(prefix="b")["outcome"],
    }
    return render(request, "desk/components.html", page, status=422 if wrong else 200)


def samples() -> dict[str, Any]:
    """Invented rows for every part."""
    now, today = timezone.now(), timezone.localdate()
    late, soon = today - timedelta(days=3), today + timedelta(days=2)
    return {
        "today": today,
        "late": late,
        "soon": soon,
        "later": today + timedelta(days=40),
        "police": POLICE,
        "marks": [
            OWN,
            SHARED,
            {"kind": "all"},
            {"kind": "person"},
            {"kind": "received"},
            {"kind": "restricted"},
        ],
        "agencies": [
            POLICE,
            PROBATION,
            WELFARE,
            EXIT,
            {"kind": "national", "name": "Brå"},
            {"kind": "other", "name": "Skolförvaltningen"},
        ],
        "tags": ["neutral", "ok", "attention", "late", "info", "restricted"],
        "facts": [
            {"label": "Område", "value": "Hamnen"},
            {"label": "I fokus sedan", "value": "2026-10-02"},
            {"label": "Uppskattad storlek", "value": "12–18"},
        ],
        "tabs": [
            {"label": "Översikt", "url": "#", "current": True},
            *({"label": each, "url": "#"} for each in ("Medlemmar", "Karta", "Händelser")),
            *({"label": each, "url": "#"} for each in ("Call-in", "Fokus", "Historik")),
        ],
        "action": {"label": "Ny händelse", "url": "#"},
        "more": [{"label": "Planera call-in", "url": "#"}, {"label": "Skriv ut", "url": "#"}],
        "work": [
            {
                "verb": "Följ upp",
                "what": "Ärende 4471",
                "url": "#",
                "due": late,
                "mark": OWN,
                "action": {"label": "Logga", "url": "#"},
            },
            {
                "verb": "Granska",
                "what": "Skjutning, Hamnen",
                "url": "#",
                "due": today,
                "mark": SHARED,
                "tag": {"label": "Ny", "kind": "info"},
                "action": {"label": "Granska", "url": "#"},
            },
            {"verb": "Besluta", "what": "Begäran 2026-31", "url": "#", "due": soon},
        ],
        "columns": [
            {"label": "Namn", "sort": "name"},
            {"label": "Status"},
            {"label": "Händelser, 12 mån", "numeric": True, "sort": "incidents"},
            {"label": "Karta uppdaterad", "sort": "updated"},
            {"label": "Vem kan se"},
        ],
        "rows": [
            [
                {"text": "Hamnen", "url": "#"},
                {"tag": "I fokus", "kind": "info"},
                14,
                {"due": late},
                {"mark": SHARED},
            ],
            [{"text": "Norra torget", "url": "#"}, {"tag": "–"}, 1204, today, {"mark": OWN}],
        ],
        "stages": [
            {"label": "Inkommen", "state": "done", "on": late},
            {"label": "Första möte", "state": "done", "on": today},
            {"label": "Samtycke", "state": "current"},
            {"label": "Plan"},
            {"label": "Uppföljning"},
        ],
        "events": [
            {
                "title": "Plan beslutad",
                "at": now,
                "by": "Anna B",
                "agency": EXIT["name"],
                "text": "Tre mål.",
                "url": "#",
            },
            {"title": "Första möte", "at": late, "by": "Anna B", "tag": "Klar", "kind": "ok"},
            {"title": "Tidigare kontakt", "at": None},
        ],
        "readers": [
            {"agency": EXIT, "people": 3, "names": ["Anna B", "Bo C", "Cia D"]},
            {
                "agency": POLICE,
                "people": 2,
                "functions": ["Analys"],
                "decisions": [
                    {
                        "holds": "Ser kodnamn och läge och har en kopia av namn och födelseår.",
                        "ground": "10 kap. 2 § OSL",
                        "decided_on": late,
                        "until": soon,
                        "url": "#",
                        "withdraw_url": "#",
                    }
                ],
                "version_url": "#",
            },
        ],
        "periods": ["4 veckor", "4 veckor före", "12 månader"],
        "measures": [
            {"label": "Skjutningar", "url": "#", "values": [0, 2, {"figure": 31, "url": "#"}]},
            {"label": "Sprängningar", "values": [1, None, 12]},
            {"label": "Alla", "values": [1, 2, 1043], "total": True},
        ],
        "answers": [
            {"label": "Mottagare", "value": POLICE["name"], "url": "#"},
            {"label": "Gäller till", "value": soon, "url": "#"},
            {"label": "Villkor", "value": ""},
        ],
        "steps": [
            {"label": "Syfte, tid och plats", "url": "#", "state": "Klar", "kind": "ok"},
            {"label": "Inbjudna", "url": "#", "state": "Pågår", "kind": "info", "hint": "11 av 16"},
            {"label": "Delgivning", "state": "Ej påbörjad"},
        ],
        "presence": [
            {"value": "came", "label": "Infunnit sig"},
            {"value": "took", "label": "Deltog"},
            {"value": "left", "label": "Avvek"},
            {"value": "absent", "label": "Uteblev"},
        ],
        "differences": [
            {"label": "Ort", "left": "Norrstad", "right": "Söderby", "changed": True},
            {"label": "Telefon", "left": None, "right": None},
        ],
    }
