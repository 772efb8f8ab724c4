"""The central server: intake, catch-up, joining, files, exports, and the pages that people open."""
