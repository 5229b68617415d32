"""What an exit service asks others about one it helps: a threat check, or to take over the case.

Both are decisions like any other (`agencies.actions.disclose`), with a question that one function
alone can answer.
"""
