"""Puts right what WeasyPrint leaves undone in a tagged PDF, and makes the bytes repeatable.

* A header cell says whether it heads a column or a row.
* A link is printed (annotation flag 4, which PDF/UA asks for).
* What stands in the page margins is an artefact: a screen reader passes over page numbers.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Page, Pdf

PRINTED = 4
MARGIN = Dictionary(Type=Name.Pagination)


def mend(made: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        _scope_header_cells(pdf)
        _print_links(pdf)
        _hide_margins(pdf)
        return _saved(pdf)


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()


def _elements(node: Object) -> Iterator[Object]:
    """Every structure element under a node, parents first."""
    pending = [node]
    while pending:
        element = pending.pop()
        if "/S" in element:
            yield element
        pending += [kid for kid in reversed(_kids(element)) if isinstance(kid, Dictionary)]


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _scope_header_cells(pdf: Pdf) -> None:
    for row in _elements(pdf.Root.StructTreeRoot):
        if row.get("/S") != Name.TR:
            continue
        cells = [cell for cell in _kids(row) if cell.get("/S") in (Name.TH, Name.TD)]
        all_heads = all(cell.S == Name.TH for cell in cells)
        heads_columns = all_heads or row.P.get("/S") == Name.THead
        for cell in cells:
            if cell.S == Name.TH:
                cell.A.Scope = Name.Column if heads_columns else Name.Row


def _print_links(pdf: Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", Array()):
            annotation.F = int(annotation.get("/F", 0)) | PRINTED
            address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith("file:"):
                raise ValueError(
                    f"A link in a PDF needs its whole address, and {address} has none."
                )


def _hide_margins(pdf: Pdf) -> None:
    """Marked content that no structure element of the tree holds is the margins'."""
    read: dict[tuple[int, int], set[int]] = {}
    for element in _elements(pdf.Root.StructTreeRoot):
        numbers = {int(kid) for kid in _kids(element) if isinstance(kid, int)}
        if numbers:
            read.setdefault(element.Pg.objgen, set()).update(numbers)
    for page in pdf.pages:
        _hide_all_but(pdf, page, read.get(page.obj.objgen, set()))


def _hide_all_but(pdf: Pdf, page: Page, read: set[int]) -> None:
    drawn, hidden = [], set[int]()
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), instruction.operator
        if operator == Operator("BDC") and isinstance(operands[1], Dictionary):
            number = operands[1].get("/MCID")
            if number is not None and int(number) not in read:
                operands = [Name.Artifact, MARGIN]
                hidden.add(int(number))
        drawn.append((operands, operator))
    if not hidden:
        return
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(drawn))
    owners = _owners_on(pdf, int(page.StructParents))
    for nobody in hidden:
        owners[nobody] = None


def _owners_on(pdf: Pdf, key: int) -> Any:
    """The list that tells which element holds each piece of marked content of a page."""
    pairs = pdf.Root.StructTreeRoot.ParentTree.Nums
    for place in range(0, len(pairs), 2):
        if int(pairs[place]) == key:
            return pairs[place + 1]
    raise ValueError(f"The PDF has no list of marked content under {key}.")
