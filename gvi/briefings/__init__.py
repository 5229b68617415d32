"""The weekly briefing (lägesbild): figures per agency, one issue per audience and week.

Each agency's figures are computed by its own system actor behind its own wall. Exit figures
leave only as a frozen monthly release, rounded to 5. An issue holds no person.
"""
