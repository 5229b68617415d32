"""The shared map: people, street groups, ties between them, and incidents.

Stands on `agencies`. Group-level rows (street groups, their ties, incidents) hold no person, no
free text and no exact place, and the partnership reads them. A person is a speakable code name
and a state; who it is stands in the owner's own part. Knows nothing of call-ins or offers.
"""
