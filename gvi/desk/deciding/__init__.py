"""The decision page: what crosses the wall is prepared, seen, decided and given in one place.

It stands on the drafts, grounds and verbs of `agencies` and on what each app says of its own rows
(`kinds`). It holds no rule of its own: whether something may cross is settled by
`agencies.actions.disclose`, whoever asks.
"""
