"""Call-ins and individual talks: who is invited, who came, which groups stand in conflict.

Stands on `groups` and `agencies`. Never knows that offers exist.
"""
