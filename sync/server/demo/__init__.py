"""A demo organisation made of our own drawings: a neighbourhood, its tiles, its walks and their photos."""
