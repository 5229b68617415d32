"""Pages of tenants, disclosures and the ledger."""
