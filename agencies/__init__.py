"""Who is who, and the wall between them: tenants, staff, disclosures, the ledger.

Every other app stands on this one, and it knows no domain word: what crosses the wall is an
item with a kind, a reference and frozen JSON. A row's owner is a participation (one agency in
one partnership); who reads it is stated once, in a rule of `scoping.py`, which gives both the
ORM filter and the row-level security of PostgreSQL.
"""
