"""The file: tables, engine, migrations, triggers, backup."""
