"""What can be done to tenants, disclosures and keys: one module for each noun."""

from agencies.actions.disclosures import Item, disclose, withdraw
from agencies.actions.tokens import issue_token

__all__ = ["Item", "disclose", "issue_token", "withdraw"]
