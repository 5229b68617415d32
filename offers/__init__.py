"""Offers of help, and the exit side: answers, intakes, cases, follow-ups.

An offer made at a joint occasion is a coordination row; everything after it is the exit side's
own part. Police and Kriminalvården must not be able to infer an answer, a contact or a case.
"""
