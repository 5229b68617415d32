"""What hangs on a disclosure has the disclosure's owner."""

from django.db import migrations

from agencies.wall import kept_with


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_wall")]

    operations = [
        kept_with("agencies_discloseditem", "disclosure", "agencies_disclosure"),
        kept_with("agencies_delivery", "disclosure", "agencies_disclosure"),
    ]
