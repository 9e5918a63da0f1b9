"""Records: one file a table or a family of tables."""
