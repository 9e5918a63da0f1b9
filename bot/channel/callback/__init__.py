"""Any chat that speaks plain webhooks (docs/channels.md)."""
