"""The police's exit group decides for itself, inside its own ring, and no registrar reads it."""

from django.db import migrations

from agencies import policies
from agencies.wall import definer_function, guard

# As in 0008, but for what the police's exit group has received: that is its own to keep.
ARCHIVE = definer_function(
    "archive()",
    "int[]",
    """begin
      if not wall.functions() && '{registry}' then return '{}'; end if;
      return (select coalesce(array_agg(r.group_id), '{}') from agencies_receiver r
               where r.participation_id = wall.scope_id()
                 and (r.function <> 'police_exit' or wall.functions() && '{police_exit}')); end""",
    replace=True,
)
APPENDED = "select, insert"
CHANGED = "select, insert, update"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0015_drafts")]

    operations = [
        ARCHIVE,
        guard("agencies_disclosure", policies.DISCLOSURE, rights=CHANGED, definer=True),
        guard("agencies_discloseditem", policies.PART_OF_DISCLOSURE, rights=APPENDED, definer=True),
        guard("agencies_delivery", policies.DELIVERY, rights=CHANGED, definer=True),
        guard("agencies_disclosuretemplate", policies.WEIGHED, rights=CHANGED),
        guard("agencies_round", policies.ROUND, rights=CHANGED),
        guard("agencies_line", policies.WEIGHED),
        guard("agencies_assessment", policies.WEIGHED, rights=APPENDED),
        guard("agencies_weighing", policies.WEIGHED, rights=APPENDED),
        guard("agencies_sample", policies.SAMPLE, rights=CHANGED),
        guard("agencies_request", policies.REQUEST, rights=CHANGED),
        guard("agencies_answer", policies.ANSWER, rights=APPENDED),
        guard("agencies_notice", policies.NOTICE, rights=APPENDED),
        guard("agencies_consent", policies.CONSENT, rights=CHANGED),
        # As in 0006: a consent is taken once; after that it can only be withdrawn.
        migrations.RunSQL(
            "revoke update on agencies_consent from gvi_app;"
            " grant update (withdrawn_on, withdrawn_to_id) on agencies_consent to gvi_app;",
            migrations.RunSQL.noop,
        ),
    ]
