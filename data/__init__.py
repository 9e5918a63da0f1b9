"""Records: tables, the database and its migrations, and the reference tables."""
