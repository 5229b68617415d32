"""The weekly briefing (lägesbild): figures per agency, one issue per audience and week.

Each agency's figures are computed by its own system actor behind its own wall. Exit figures
leave only as a frozen monthly release, rounded to 5. An issue holds no person.

    figures     what each agency counts, from an actor and a week
    releasing   the month's exit figures, rounded and frozen
    composing   figures → the words and numbers of one issue, as plain data
    issuing     what is due is made, stored and announced, once
    announcing  the mail that says only that a briefing is ready

An issue exists when its PDF does. On a machine that cannot make PDF files it stays due: the
coordinator reads the draft and the reason, the sweeper tries again, nobody else sees anything.
"""
