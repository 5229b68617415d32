"""The demo: five practice partnerships, invented people on published totals.

Tenants are founded through the owner's connection; everything else is written as the actors that
would write it, before both locks. Running it again changes nothing.
"""
