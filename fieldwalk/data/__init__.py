"""The local SQLite file: opened with care, migrated, and read by what the screens need."""
