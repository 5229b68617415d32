"""PostgreSQL with an actor: every transaction tells the database who acts."""
