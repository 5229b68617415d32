"""The wall round decisions in the making, requests, answers, notices and the closed archive."""

from django.db import migrations

from agencies import policies
from agencies.wall import DELIVERIES, definer_function, given_view, guard, kept_with, set_null

# What any function of the actor's agency has received and is done with is its registrar's.
ARCHIVE = definer_function(
    "archive()",
    "int[]",
    """begin
      if not wall.functions() && '{registry}' then return '{}'; end if;
      return (select coalesce(array_agg(r.group_id), '{}') from agencies_receiver r
               where r.participation_id = wall.scope_id()); end""",
)
# Disclosures in that archive which the actor has opened, with a reason, within the hour.
OPENED = definer_function(
    "opened()",
    "int[]",
    """begin return (
      select coalesce(array_agg(d.disclosure_id), '{}')
        from agencies_opening o join agencies_delivery d on d.id = o.delivery_id
       where o.scope_id = wall.scope_id() and o.user_id = wall.user_id()
         and o.opened_at > now() - interval '1 hour'
         and d.group_id = any(wall.archive())
         and (d.withdrawn_at is not null or d.ends_at <= now())); end""",
)
# Who has read one of the actor's own disclosures, and what: only what the ledger tells its owner.
READINGS = definer_function(
    "readings(wanted int)",
    "table (scope_id int, action text, times bigint, last_at timestamptz)",
    """begin
      return query
        select e.scope_id, e.action::text, count(*), max(e.at)
          from agencies_disclosure d
          join agencies_entry e on e.owner_id = d.scope_id and e.scope_id <> d.scope_id
           and e.at >= d.decided_at
           and (e.ref = d.ref
                or e.ref in (select i.about from agencies_discloseditem i
                              where i.disclosure_id = d.id))
         where d.id = wanted and d.scope_id = wall.scope_id()
           and wall.functions() && '{coordination,analysis,casework,exit,decision}'
           and (d.ring = '' or d.ring = any(wall.functions()))
           and e.scope_id in (select r.participation_id from agencies_delivery v
                                join agencies_receiver r on r.id = v.receiver_id
                               where v.disclosure_id = d.id)
         group by e.scope_id, e.action
         order by max(e.at) desc; end""",
)

KEPT = [
    ("agencies_line", "round", "agencies_round"),
    ("agencies_round", "template", "agencies_disclosuretemplate"),
    ("agencies_round", "consent", "agencies_consent"),
    ("agencies_disclosure", "round", "agencies_round"),
    ("agencies_disclosure", "consent", "agencies_consent"),
    ("agencies_disclosure", "corrects", "agencies_disclosure"),
    ("agencies_assessment", "disclosure", "agencies_disclosure"),
    ("agencies_weighing", "disclosure", "agencies_disclosure"),
    ("agencies_sample", "disclosure", "agencies_disclosure"),
    ("agencies_notice", "disclosure", "agencies_disclosure"),
    ("agencies_answer", "disclosure", "agencies_disclosure"),
]
ACROSS = [
    ("agencies_round", "request_id", "agencies_request"),
    ("agencies_disclosure", "answers_id", "agencies_disclosure"),
    ("agencies_answer", "request_id", "agencies_request"),
    ("agencies_acknowledgement", "notice_id", "agencies_notice"),
    ("agencies_opening", "delivery_id", "agencies_delivery"),
]
APPENDED = "select, insert"
CHANGED = "select, insert, update"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_crossing")]

    operations = [
        *(kept_with(*each) for each in KEPT),
        *(set_null(*each) for each in ACROSS),
        ARCHIVE,
        guard("agencies_opening", policies.OPENING, rights=APPENDED, definer=True),
        OPENED,
        given_view("given_disclosure", "agencies_delivery", DELIVERIES),
        guard("agencies_disclosure", policies.DISCLOSURE, rights=CHANGED, definer=True),
        guard("agencies_discloseditem", policies.PART_OF_DISCLOSURE, rights=APPENDED, definer=True),
        guard("agencies_delivery", policies.DELIVERY, rights=CHANGED, definer=True),
        guard("agencies_entry", policies.LEDGER, rights=APPENDED, definer=True),
        READINGS,
        guard("agencies_disclosuretemplate", policies.WEIGHED, rights=CHANGED),
        guard("agencies_round", policies.ROUND, rights=CHANGED),
        guard("agencies_line", policies.WEIGHED),
        guard("agencies_assessment", policies.WEIGHED, rights=APPENDED),
        guard("agencies_weighing", policies.WEIGHED, rights=APPENDED),
        guard("agencies_sample", policies.SAMPLE, rights=CHANGED),
        guard("agencies_request", policies.REQUEST, rights=CHANGED),
        guard("agencies_answer", policies.ANSWER, rights=APPENDED),
        guard("agencies_notice", policies.NOTICE, rights=APPENDED),
        guard("agencies_acknowledgement", policies.ACKNOWLEDGEMENT, rights=APPENDED),
    ]
