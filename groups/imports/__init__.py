"""Reading of files with incidents, people, ties and meetings into plain values.

Nothing here touches the database: a file goes in, frozen values and problems come out, and an
action stores them. Columns nobody asked for are left out and named; a column that holds a
sensitive trait (birthplace, ethnicity, religion, health ...) cannot be asked for at all.

Stands on `gvi.core.tables` and the list of municipalities. Must not import models.
"""
