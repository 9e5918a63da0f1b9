"""Any chat that speaks plain webhooks (docs/doors.md)."""
