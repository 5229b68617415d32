"""Tenants and their time: postings to approve, agreements to sign, offices, interest."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def own_ref(model):
    """A reference for each row there is already: a default would give all of them the same."""
    return [
        migrations.AddField(model, "ref", models.UUIDField(null=True, editable=False)),
        migrations.RunSQL(
            f"update agencies_{model} set ref = gen_random_uuid()",  # noqa: S608 - our own
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model, "ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_kept_with"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("signatory_name", models.CharField(blank=True, max_length=100)),
                ("signatory_title", models.CharField(blank=True, max_length=100)),
                ("signed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "party to an agreement",
                "ordering": ["participation__agency__name"],
            },
        ),
        migrations.CreateModel(
            name="AgreementReview",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "review of an agreement",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("interest", models.TextField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Will take part"),
                            ("considering", "Is considering it"),
                            ("no", "Will not take part"),
                        ],
                        default="considering",
                        max_length=20,
                    ),
                ),
                ("answered_on", models.DateField()),
            ],
            options={
                "verbose_name": "agency's interest",
                "ordering": ["scope"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Member of the steering group"),
                            ("coordination", "Coordination function"),
                            ("coordinator", "Coordinator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mandate", models.CharField(blank=True, max_length=200)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "office",
                "ordering": ["kind", "scope", "-from_on"],
            },
        ),
        migrations.AlterModelOptions(
            name="agreement",
            options={"ordering": ["-version", "-from_on"], "verbose_name": "agreement"},
        ),
        migrations.AlterModelOptions(
            name="participation",
            options={"verbose_name": "participation"},
        ),
        migrations.AlterModelOptions(
            name="partnership",
            options={"ordering": ["name"], "verbose_name": "partnership"},
        ),
        migrations.AlterModelOptions(
            name="posting",
            options={"verbose_name": "posting"},
        ),
        migrations.AlterModelOptions(
            name="standingdecision",
            options={"ordering": ["kind", "-from_on", "-pk"], "verbose_name": "standing decision"},
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="agencies_agreement_ends_after",
        ),
        migrations.AddField(
            model_name="agreement",
            name="covers",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="from_on",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            "update agencies_agreement set from_on = signed_on", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="agreement",
            name="from_on",
            field=models.DateField(),
        ),
        migrations.AddField(
            model_name="agreement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("intent", "Declaration of intent"),
                    ("cooperation", "Cooperation agreement"),
                    ("understanding", "Agreement on working together"),
                ],
                default="intent",
                max_length=20,
            ),
        ),
        *own_ref("agreement"),
        migrations.AddField(
            model_name="agreement",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="agencies.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="participation",
            name="contact_decider",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="duty_decided_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participation",
            name="duty_decision",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="posting",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="posting",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="ended_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="posting",
            name="need",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="posting",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        *own_ref("posting"),
        migrations.AddField(
            model_name="standingdecision",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standingdecision",
            name="reason",
            field=models.TextField(blank=True),
        ),
        *own_ref("standingdecision"),
        migrations.AddField(
            model_name="standingdecision",
            name="revoked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="agencies.partnership",
            ),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="signed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="posting",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("from_on"))),
                name="agencies_agreement_ends_after",
                violation_error_message="The agreement must end after it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("function__in", ["administration", "decision"]), _negated=True),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="agencies_posting_two_persons",
                violation_error_message="This function takes two: someone else must approve it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="posting",
            name="agencies_posting_once",
            constraint=models.UniqueConstraint(
                fields=("participation", "user", "function", "from_on"),
                name="agencies_posting_once",
                violation_error_message="The posting exists already, from the same day.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="standingdecision",
            name="agencies_standing_decision_once",
            constraint=models.UniqueConstraint(
                fields=("participation", "kind", "number"),
                name="agencies_standing_decision_once",
                violation_error_message="There is already a decision with that number.",
            ),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="agencies.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="agencies.participation",
            ),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agreementreview",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="agencies.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreementreview",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.participation",
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.participation",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.participation",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(
                fields=("agreement", "participation"), name="agencies_agreement_party_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_on__isnull", True),
                    models.Q(("signatory_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="agencies_agreement_party_signed_by_someone",
                violation_error_message="Say who signs.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreview",
            constraint=models.UniqueConstraint(
                fields=("scope", "agreement", "due_on"),
                name="agencies_agreement_review_once",
                violation_error_message="There is already a review on that day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="agencies_agreement_review_done_with_outcome",
                violation_error_message="Say what the review led to.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(fields=("scope",), name="agencies_interest_once"),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                fields=("scope", "kind", "holder", "from_on"),
                name="agencies_office_once",
                violation_error_message="The office is filled by the same person from that day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "coordinator"), _negated=True),
                    ("deputy__isnull", False),
                    _connector="OR",
                ),
                name="agencies_office_coordinator_has_deputy",
                violation_error_message="A coordinator must have a deputy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("holder")), _negated=True),
                name="agencies_office_deputy_is_another",
                violation_error_message="The deputy must be someone else.",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "steering"), _negated=True),
                    models.Q(("mandate", ""), _negated=True),
                    _connector="OR",
                ),
                name="agencies_office_steering_has_mandate",
                violation_error_message="A member of the steering group needs a mandate.",
            ),
        ),
    ]
