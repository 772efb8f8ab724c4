"""The server's database: source tables that are kept, state tables that are derived, one gate in front."""
