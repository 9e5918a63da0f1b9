"""JSON as each release wrote it into its columns, one file a schema; `write.py` made them."""
