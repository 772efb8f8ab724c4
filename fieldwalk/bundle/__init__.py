"""Assembles the browser app from the installed packages. Build time only: no other room imports it."""
