import io
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import page
import pikepdf
import pytest

from gvi.core import pdf
from gvi.core.charts import Chart, Series, bar_chart, line_chart

CHART = Chart("Shootings fell", ("2018", "2019"), (Series("Shootings", (47, 34)),))
STYLE = """
  @page { size: A4; @top-left { content: "Briefing" } @bottom-right { content: counter(page) } }
"""
WORDS = f"""<!doctype html><html lang="sv"><head><style>{STYLE}</style></head><body><main>
<h1>Lägesbild</h1>
<p>Mer på <a href="https://example.org/about">hela sidan</a> och <a href="#more">nedan</a>.</p>
{bar_chart(CHART)}{line_chart(CHART)}
<table><caption>Skjutningar</caption>
<thead><tr><td></td><th scope="col">2018</th><th scope="col">2019</th></tr></thead>
<tbody><tr><th scope="row">Malmö</th><td>47</td><td>34</td></tr></tbody></table>
<table><caption>Utan huvud</caption><tr><th>År</th><th>Antal</th></tr>
<tr><td>2019</td><td>34</td></tr></table>
<h2 id="more" style="break-before: page">Mer</h2><ul><li>ett</li><li>två</li></ul>
</main></body></html>"""


@pytest.fixture(scope="module")
def made():
    return pdf.render(WORDS, title="Lägesbild v. 47 2019")


@pytest.fixture
def opened(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        yield document


def elements(document):
    pending = [document.Root.StructTreeRoot.K[0]]
    while pending:
        element = pending.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            pending += list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def test_what_is_made_is_pdf_ua_1(made):
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)


def test_the_check_can_fail():
    bare = pikepdf.new()
    bare.add_blank_page()
    out = io.BytesIO()
    bare.save(out)
    report = page.validate_pdf_bytes(out.getvalue(), profile=page.ValidationProfile.PDF_UA_1)
    assert not report.is_compliant


def test_the_title_and_the_language_are_the_documents(opened):
    assert str(opened.docinfo["/Title"]) == "Lägesbild v. 47 2019"
    assert str(opened.Root.Lang) == "sv"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_a_chart_is_a_figure_that_says_its_title(opened):
    figures = [element for element in elements(opened) if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Shootings fell", "Shootings fell"]


def test_every_header_cell_says_what_it_heads(opened):
    scopes = [str(cell.A.Scope) for cell in elements(opened) if cell.S == "/TH"]
    assert sorted(scopes) == ["/Column"] * 4 + ["/Row"]


def test_links_are_printed_and_described(opened):
    links = [link for sheet in opened.pages for link in sheet.get("/Annots", [])]
    assert len(links) == 2
    assert all(int(link.F) & 4 and str(link.Contents) for link in links)


def test_what_stands_in_the_margins_is_passed_over_by_a_screen_reader(opened):
    for sheet in opened.pages:
        marked = [
            instruction.operands
            for instruction in pikepdf.parse_content_stream(sheet)
            if str(instruction.operator) == "BDC"
        ]
        assert [str(tag) for tag, _inside in marked].count("/Artifact") == 2
    first_page = opened.Root.StructTreeRoot.ParentTree.Nums[1]
    assert [owner for owner in first_page if owner is None] == [None, None]


def test_the_same_words_make_the_same_bytes(made):
    assert pdf.render(WORDS, title="Lägesbild v. 47 2019") == made


def test_another_process_makes_the_same_bytes(made, tmp_path):
    words = tmp_path / "words.html"
    words.write_text(WORDS, encoding="utf-8")
    script = (
        "import sys, pathlib, hashlib; from django.conf import settings; settings.configure();"
        "from gvi.core import pdf;"
        "html = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8');"
        "print(hashlib.sha256(pdf.render(html, title='Lägesbild v. 47 2019')).hexdigest())"
    )
    for seed in ("1", "2"):
        answer = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", script, str(words)],
            cwd=Path(pdf.__file__).resolve().parents[2],
            env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == sha256(made).hexdigest()


def test_other_words_make_other_bytes(made):
    assert pdf.render(WORDS.replace("34", "35"), title="Lägesbild v. 47 2019") != made


def test_a_date_in_the_page_head_does_not_reach_the_file():
    dated = WORDS.replace("<head>", '<head><meta name="dcterms.created" content="2019-11-25">')
    assert pdf.render(dated, title="T") == pdf.render(WORDS, title="T")


@pytest.fixture
def static(tmp_path, monkeypatch):
    folder = tmp_path / "static" / "gvi"
    folder.mkdir(parents=True)
    (folder / "report.css").write_text("h1 { color: #c0ffee; margin-left: 123px }")
    (tmp_path / "static" / "gvi-secret").mkdir()
    (tmp_path / "static" / "gvi-secret" / "a.css").write_text("h1 { color: red }")
    (tmp_path / "secret.css").write_text("h1 { color: red }")
    (folder / "out.css").symlink_to(tmp_path / "secret.css")
    monkeypatch.setattr(pdf, "STATIC", folder)
    return folder


def linking(address):
    return WORDS.replace("<head>", f'<head><link rel="stylesheet" href="{address}">')


def test_a_stylesheet_of_ours_is_used(static):
    assert pdf.render(linking("report.css"), title="T") != pdf.render(WORDS, title="T")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.css",
        "http://127.0.0.1:1/a.css",
        "//example.org/a.css",
        "ftp://example.org/a.css",
        "data:text/css,h1{color:red}",
        "../../secret.css",
        "..%2f..%2fsecret.css",
        "../gvi-secret/a.css",
        "out.css",
        "file:///etc/passwd",
        "file://example.org/etc/passwd",
        "missing.css",
        "./",
        "a%00.css",
    ],
)
def test_nothing_else_is_fetched(static, address):
    with pytest.raises(pdf.ForbiddenFetch, match=r"A PDF is made from files in"):
        pdf.render(linking(address), title="T")


@pytest.mark.parametrize(
    "place",
    [
        '<img alt="" src="https://example.org/a.png">',
        '<p style="background: url(https://example.org/a.png)">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>'
        '<image href="https://example.org/a.png" width="9" height="9"/></svg>',
    ],
)
def test_nor_from_any_other_place_on_the_page(place):
    with pytest.raises(pdf.ForbiddenFetch):
        pdf.render(WORDS.replace("</main>", f"{place}</main>"), title="T")


def test_a_link_without_its_whole_address_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="A link in a PDF needs its whole address"):
        pdf.render(WORDS.replace("https://example.org/about", "/about"), title="T")


@pytest.mark.parametrize("fault", ["OSError('cannot load library libgobject')", "ImportError()"])
def test_a_machine_without_the_library_says_what_to_type(tmp_path, monkeypatch, capsys, fault):
    (tmp_path / "weasyprint.py").write_text(f"print('advice')\nraise {fault}")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    assert not pdf.is_available()
    with pytest.raises(pdf.PdfUnavailable, match=r"apt-get install .*libpango-1.0-0 libpangoft2"):
        pdf.render(WORDS, title="T")
    assert capsys.readouterr().out == ""


def test_this_machine_has_the_library():
    assert pdf.is_available()
