"""The ground: what every app stands on. It knows Django, and no domain word.

Kept here: the reporting week, Swedish order and folding of names, the door to the PDF
library, charts, the reading of files that users bring, what happens when the rules say
not now, and the database backend that tells PostgreSQL who is acting.

Stands on Django, DRF, WeasyPrint and pikepdf. Must not import or name an app.
"""
